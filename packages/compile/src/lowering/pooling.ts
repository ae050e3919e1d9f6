/** Lowers pooling and its gradients to operations on gathered windows. */
import type { Value } from '../ir/graph.js';
import type { OnnxBuilder, Lowerings } from '../ir/onnx-builder.js';
import {
  countsInside,
  geometryOf,
  positionsOf,
  sumOfWindows,
  tapsOf,
  windowsOf,
} from './windows.js';

/** The padding value of max pooling, which is never the maximum. */
const lowest = ({ dtype }: Value): number => (dtype === 'float32' ? -Infinity : -(2 ** 31));

/** One over the number of pixels inside each window: an average does not include padding. */
function shares(l: OnnxBuilder, counts: readonly number[]): Value {
  return l.constant(
    counts.map((count) => 1 / Math.max(1, count)),
    [1, counts.length, 1],
    'float32',
  );
}

export const pooling: Lowerings = {
  MaxPool: (l, { inputs, attributes, outputs }) => {
    const [x] = inputs as [Value];
    const { shape } = outputs[0]!;
    const windows = windowsOf(l, x, geometryOf(attributes, x.shape, shape), lowest(x));
    // Pairwise maxima: the runtime's ReduceMax ignores NaN, and is slower.
    const taps = l.split(
      windows,
      2,
      windows.shape.slice(2, 3).flatMap((n) => Array<number>(n).fill(1)),
    );
    return l.reshape(l.op('Max', taps, taps[0]!.shape), shape);
  },
  AvgPool: (l, { inputs, attributes, outputs }) => {
    const [x] = inputs as [Value];
    const { shape } = outputs[0]!;
    const g = geometryOf(attributes, x.shape, shape);
    const sums = l.reduce('ReduceSum', windowsOf(l, x, g), [2]);
    return l.reshape(l.mul(sums, shares(l, countsInside(g))), shape);
  },
  MaxPoolGrad: (l, { inputs, attributes }) => {
    const [dy, x] = inputs as [Value, Value];
    const g = geometryOf(attributes, x.shape, dy.shape);
    const [batch, , , channels] = x.shape as [number, number, number, number];
    const windows = windowsOf(l, x, g, lowest(x));
    // On a tie, the first value gets the whole gradient, as in tfjs.
    const first = l.op('ArgMax', [windows], [batch, positionsOf(g), 1, channels], 'int64', {
      axis: 2,
      keepdims: 1,
    });
    const taps = l.constant(
      Array.from({ length: tapsOf(g) }, (_, tap) => tap),
      [1, 1, tapsOf(g), 1],
      'int64',
    );
    const chosen = l.binary('Equal', first, taps, 'bool');
    const gradients = l.reshape(dy, [batch, positionsOf(g), 1, channels]);
    return sumOfWindows(l, l.where(chosen, gradients, l.scalar(0)), g);
  },
  AvgPoolGrad: (l, { inputs, attributes }) => {
    const [dy, x] = inputs as [Value, Value];
    const g = geometryOf(attributes, x.shape, dy.shape);
    const [batch, , , channels] = x.shape as [number, number, number, number];
    const rows = l.mul(
      l.reshape(dy, [batch, positionsOf(g), channels]),
      shares(l, countsInside(g)),
    );
    const shape = [batch, positionsOf(g), tapsOf(g), channels];
    const spread = l.op(
      'Expand',
      [l.reshape(rows, [batch, positionsOf(g), 1, channels]), l.ints(shape)],
      shape,
    );
    return sumOfWindows(l, spread, g);
  },
};
