/** A traced graph as an ONNX file, for whatever reads ONNX. */
import { optimize } from '../graph/optimize.js';
import type { Graph } from '../ir/graph.js';
import { lower } from '../lowering/lower.js';
import { writeOnnx } from './write.js';

export interface OnnxOptions {
  /** Kept in the file's metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * @returns the bytes of an ONNX model: operator set 18, float32, inputs and outputs named as in the trace. An output that
 *   has an input's name gets `.next`.
 */
export function toOnnx(graph: Graph, { metadata = {} }: OnnxOptions = {}): Uint8Array {
  // Convolutions stay convolutions: other runtimes know them best.
  return writeOnnx(optimize(lower(graph, { convolutions: 'convolution' })), { metadata });
}
