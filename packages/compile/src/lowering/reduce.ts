/** Lowers reductions, cumulative sums and softmax to ONNX operators. */
import type { Value } from '../ir/graph.js';
import {
  numberOf,
  numbersOf,
  type Attributes,
  type Lower,
  type OnnxBuilder,
  type Lowerings,
} from '../ir/onnx-builder.js';

const keeps = (attributes: Attributes): boolean => attributes['keepDims'] === true;

const reduction =
  (op: string): Lower =>
  (l, { inputs, attributes }) =>
    l.reduce(op, inputs[0]!, numbersOf(attributes, 'axes'), keeps(attributes));

/**
 * Maximum or minimum. The runtime ignores NaN, so a sum of the values, clipped to -1 and 1, detects NaN. In this sum,
 * infinities cannot produce a NaN.
 */
const extreme =
  (op: 'ReduceMax' | 'ReduceMin'): Lower =>
  (l, { inputs, attributes }) => {
    const [x] = inputs as [Value];
    const over = (name: string, of: Value): Value =>
      l.reduce(name, of, numbersOf(attributes, 'axes'), keeps(attributes));
    const found = over(op, x);
    if (x.dtype !== 'float32') return found;
    const sum = over('ReduceSum', l.op('Clip', [x, l.scalar(-1), l.scalar(1)], x.shape));
    return l.where(l.op('IsNaN', [sum], sum.shape, 'bool'), sum, found);
  };

/** Reduces booleans: the minimum (all) or maximum (any) of 0 and 1. */
const logical =
  (op: string): Lower =>
  (l, { inputs, attributes }) => {
    const x = l.cast(inputs[0]!, 'int32');
    return l.cast(l.reduce(op, x, numbersOf(attributes, 'axes'), keeps(attributes)), 'bool');
  };

const argument =
  (op: string): Lower =>
  (l, { inputs, attributes, outputs }) => {
    const [axis] = numbersOf(attributes, 'axes');
    const index = l.op(op, [inputs[0]!], outputs[0]!.shape, 'int64', { axis: axis!, keepdims: 0 });
    return l.cast(index, 'int32');
  };

const softmax =
  (op: string): Lower =>
  (l, { inputs, attributes }) =>
    l.unary(op, inputs[0]!, { axis: numberOf(attributes, 'axis') });

/** Cumulative products along an axis, one step at a time: the axis is short in practice. */
function cumulativeProduct(l: OnnxBuilder, x: Value, attributes: Attributes): Value {
  const axis = numberOf(attributes, 'axis');
  const size = x.shape[axis]!;
  const reverse = attributes['reverse'] === true;
  const pieces = [
    ...l.split(
      x,
      axis,
      Array.from({ length: size }, () => 1),
    ),
  ];
  if (reverse) pieces.reverse();
  const ones = l.splat(1, pieces[0]!.shape, x.dtype);
  const results: Value[] = [];
  let product = ones;
  for (const piece of pieces) {
    const next = product === ones ? piece : l.mul(product, piece);
    results.push(attributes['exclusive'] === true ? product : next);
    product = next;
  }
  if (reverse) results.reverse();
  return l.concat(results, axis);
}

export const reductions: Lowerings = {
  Sum: reduction('ReduceSum'),
  Mean: reduction('ReduceMean'),
  Prod: reduction('ReduceProd'),
  Max: extreme('ReduceMax'),
  Min: extreme('ReduceMin'),
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Softmax: softmax('Softmax'),
  LogSoftmax: softmax('LogSoftmax'),
  Cumsum: (l, { inputs, attributes }) => {
    const [x] = inputs as [Value];
    const axis = l.constant([numberOf(attributes, 'axis')], [], 'int32');
    return l.op('CumSum', [x, axis], x.shape, x.dtype, {
      exclusive: attributes['exclusive'] === true ? 1 : 0,
      reverse: attributes['reverse'] === true ? 1 : 0,
    });
  },
  Cumprod: (l, { inputs, attributes }) => cumulativeProduct(l, inputs[0]!, attributes),
};
