/** Lowers a graph of tfjs kernels to a graph of ONNX operators. */
import { CompileError } from '../ir/errors.js';
import { GraphBuilder, nextId, type Graph, type Value } from '../ir/graph.js';
import { arrangements } from './arrange.js';
import { convolutions } from './convolution.js';
import { elementwise } from './elementwise.js';
import { OnnxBuilder, type Lowerings, type LoweringOptions } from '../ir/onnx-builder.js';
import { normalization } from './normalization.js';
import { pooling } from './pooling.js';
import { products } from './products.js';
import { reductions } from './reduce.js';
import { resizing } from './resize.js';

export const lowerings: Lowerings = {
  ...elementwise,
  ...reductions,
  ...products,
  ...convolutions,
  ...pooling,
  ...resizing,
  ...arrangements,
  ...normalization,
};

/** @throws CompileError for a kernel without a lowering. */
export function lower(graph: Graph, options: LoweringOptions = {}): Graph {
  const builder = new GraphBuilder(nextId(graph));
  const l = new OnnxBuilder(builder, options);
  const lowered = new Map<Value, Value>();
  for (const [value, values] of graph.constants) {
    builder.constants.set(value, values);
    lowered.set(value, value);
    if (values.length === 1) l.noteSplat(value, Number(values[0]));
  }
  for (const { value } of graph.inputs) lowered.set(value, value);
  for (const { before } of graph.state) lowered.set(before, before);
  const resolve = (value: Value | undefined): Value | undefined =>
    value === undefined ? undefined : lowered.get(value);

  for (const { op, inputs, outputs, attributes } of graph.nodes) {
    const write = lowerings[op];
    if (write === undefined) {
      throw new CompileError('unsupported-kernel', `Kernel ${op} cannot be written as ONNX.`);
    }
    const given = inputs.map(resolve) as Value[];
    const results = [write(l, { inputs: given, attributes, outputs })].flat();
    outputs.forEach((output, i) => lowered.set(output, results[i]!));
  }
  const end = (value: Value): Value => lowered.get(value)!;
  return {
    inputs: graph.inputs,
    outputs: graph.outputs.map(({ name, value }) => ({ name, value: end(value) })),
    state: graph.state.map((slot) => ({ ...slot, after: end(slot.after) })),
    constants: builder.constants,
    nodes: builder.nodes,
  };
}
