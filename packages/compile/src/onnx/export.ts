/** A traced graph as an ONNX file, for whatever reads ONNX. */
import type { Graph } from '../ir/graph.js';
import { prepare } from './prepare.js';

export interface OnnxOptions {
  /** Kept in the file's metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * @returns the bytes of an ONNX model: operator set 18, float32, inputs and outputs named as in the trace. An output that
 *   has an input's name gets `.next`. A dimension that was left open keeps its name.
 */
export function toOnnx(graph: Graph, options: OnnxOptions = {}): Uint8Array {
  // Convolutions stay convolutions: other runtimes know them best.
  return prepare(graph, { ...options, convolutions: 'convolution' });
}
