/** From a traced graph to bytes that a runtime takes. */
import { optimize } from '../graph/optimize.js';
import type { Graph } from '../ir/graph.js';
import { lower } from '../lowering/lower.js';
import type { LoweringOptions } from '../lowering/lowering.js';
import { writeOnnx, type WriteOptions } from '../onnx/write.js';

export interface PrepareOptions extends LoweringOptions, WriteOptions {}

/** Lowers, optimises and writes a graph. */
export function prepare(graph: Graph, options: PrepareOptions = {}): Uint8Array {
  return writeOnnx(optimize(lower(graph, options)), options);
}
