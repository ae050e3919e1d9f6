/** Reductions, and what is made of them. */
import { sizeOf as countOf, type Node, type Value } from '../ir/graph.js';
import { load, moved } from './expressions.js';
import type { Expression, Reduction } from './form.js';
import { broadcasted, wholeOf, type Buffer } from './view.js';
import { haveCommonFactors, type LoopBuilder } from './builder.js';

/** Reductions whose results are values, by their ONNX names. */
export const reductions: Readonly<Record<string, Reduction>> = {
  ReduceSum: 'sum',
  ReduceMean: 'mean',
  ReduceMax: 'max',
  ReduceMin: 'min',
  ReduceProd: 'prod',
};

export function buildReduce(
  loops: LoopBuilder,
  { inputs, outputs }: Node,
  reduction: Reduction,
): void {
  const [input, axesOf] = inputs as [Value, Value | undefined];
  const output = outputs[0]!;
  const axes = loops.ints(axesOf) ?? input.shape.map((_, axis) => axis);
  if (!haveCommonFactors([loops.read(input)], input.shape)) loops.stored(input);
  const to = loops.target(output);
  reducedValue(loops, reduction, loops.read(input), input.shape, axes, to);
  loops.values.set(output, load(wholeOf(to)));
}

/** The index of the largest or smallest value along an axis, the first of equal ones. */
export function buildIndexOf(loops: LoopBuilder, { op, inputs, outputs, attributes }: Node): void {
  const [input] = inputs as [Value];
  const output = outputs[0]!;
  const { shape } = input;
  const given = attributes['axis'] as number;
  const axis = given < 0 ? given + shape.length : given;
  if (!haveCommonFactors([loops.read(input)], shape)) loops.stored(input);
  const to = loops.target(output);
  reducedValue(loops, op === 'ArgMax' ? 'argMax' : 'argMin', loops.read(input), shape, [axis], to);
  loops.values.set(output, load(wholeOf(to)));
}

function reducedValue(
  loops: LoopBuilder,
  reduction: Reduction,
  value: Expression,
  shape: readonly number[],
  axes: readonly number[],
  to: Buffer,
): void {
  const isIndex = reduction === 'argMax' || reduction === 'argMin';
  if (!isIndex && axes.every((axis) => shape[axis] === 1)) {
    // One element is its own sum, and its own maximum.
    loops.add({ kind: 'map', count: to.size, stores: [{ to: wholeOf(to), value }] }, to);
    return;
  }
  loops.add({ kind: 'reduce', reduction, value, shape, axes, to }, to);
}

/** e^(x - max) over its sum, or the logarithm of that. */
export function buildSoftmax(loops: LoopBuilder, { op, inputs, outputs, attributes }: Node): void {
  const [input] = inputs as [Value];
  const output = outputs[0]!;
  const { shape, dtype } = input;
  const given = attributes['axis'] as number;
  const axis = given < 0 ? given + shape.length : given;
  const kept = shape.map((size, i) => (i === axis ? 1 : size));
  const combined = (name: string, ...parts: Expression[]): Expression => ({
    kind: 'op',
    dtype,
    op: name,
    inputs: parts,
  });
  const along = (reduction: Reduction, value: Expression): Expression => {
    const to = loops.buffer('inner', dtype, countOf(kept));
    reducedValue(loops, reduction, value, shape, [axis], to);
    return moved(load(wholeOf(to)), (view) => broadcasted(view, kept, shape))!;
  };
  if (!haveCommonFactors([loops.read(input)], shape)) loops.stored(input);
  const x = loops.read(input);
  const shifted = combined('sub', x, along('max', x));
  const exponentials = combined('exp', shifted);
  const sum = along('sum', exponentials);
  loops.define(
    output,
    op === 'Softmax'
      ? combined('div', exponentials, sum)
      : combined('sub', shifted, combined('log', sum)),
  );
}
