/** Converts a traced graph to the bytes of an ONNX model. */
import { withOpenDimension } from '../passes/open-dimension.js';
import { optimize } from '../passes/optimize.js';
import type { Graph } from '../ir/graph.js';
import { lower } from '../lowering/lower.js';
import type { LoweringOptions } from '../ir/onnx-builder.js';
import { writeOnnx, type WriteOptions } from './write.js';
import { signatureOf } from './signature.js';

export interface PrepareOptions
  extends LoweringOptions, Pick<WriteOptions, 'metadata' | 'onlyRead'> {}

/** Lowers, optimises and writes a graph. */
export function prepare(
  traced: Graph,
  { metadata = {}, onlyRead = false, ...options }: PrepareOptions = {},
): Uint8Array {
  const graph = optimize(lower(traced, options));
  if (traced.open === undefined) return writeOnnx(graph, { metadata, onlyRead });
  const { name, sizes, other } = traced.open;
  const open = withOpenDimension(graph, optimize(lower(other, options)), sizes, name);
  const { inputs, outputs } = signatureOf(traced);
  const shapes = new Map([...inputs, ...outputs].map((port) => [port.name, port.shape]));
  return writeOnnx(open, { metadata, shapes, onlyRead });
}
