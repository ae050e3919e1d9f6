/** Exports a traced graph as an ONNX file. */
import type { Graph } from '../ir/graph.js';
import { prepare } from './prepare.js';

/** How a graph is written as ONNX. */
export interface OnnxOptions {
  /** Metadata of the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes a graph as an ONNX model.
 *
 * @returns the bytes of an ONNX model: operator set 18, float32, inputs and outputs named as in the trace. An output
 *   with the name of an input gets the suffix `.next`. An open dimension keeps its name.
 */
export function toOnnx(graph: Graph, options: OnnxOptions = {}): Uint8Array {
  // Keep convolutions as convolutions: other runtimes optimise them best.
  return prepare(graph, { ...options, convolutions: 'convolution' });
}
