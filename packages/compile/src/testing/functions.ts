/**
 * Functions and their gradients on odd shapes, with the values of tfjs's cpu backend: every target of the loop form is
 * compared with them.
 */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { given, type Given } from './kernels.js';

type Fn = (...inputs: tf.Tensor[]) => tf.Tensor;
type Case = readonly [fn: Fn, inputs: readonly Given[]];

const x4 = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;
const unary = (fn: (x: tf.Tensor) => tf.Tensor, from = -2, to = 2): Case => [
  fn,
  [given([5, 7], 1, from, to)],
];
const binary = (fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Case => [
  fn,
  [given([3, 1, 7], 1, 0.5, 2), given([5, 1], 2, 0.5, 2)],
];

export const cases: Record<string, Case> = {
  abs: unary(tf.abs),
  clipByValue: unary((x) => tf.clipByValue(x, -0.5, 1)),
  elu: unary(tf.elu),
  exp: unary(tf.exp, -90, 80),
  expm1: unary(tf.expm1),
  leakyRelu: unary((x) => tf.leakyRelu(x, 0.2)),
  log: unary(tf.log, 1e-30, 4),
  log1p: unary(tf.log1p, -0.9, 4),
  logSigmoid: unary(tf.logSigmoid),
  pow: unary((x) => tf.pow(x, 2.5), 0.1, 3),
  reciprocal: unary(tf.reciprocal, 0.2, 3),
  relu: unary(tf.relu),
  rsqrt: unary(tf.rsqrt, 0.1, 4),
  sigmoid: unary(tf.sigmoid, -30, 30),
  sin: unary(tf.sin),
  softplus: unary(tf.softplus, -30, 30),
  sqrt: unary(tf.sqrt, 0.1, 4),
  square: unary(tf.square),
  tanh: unary(tf.tanh, -12, 12),
  add: binary(tf.add),
  div: binary(tf.div),
  // Without broadcasting, whose gradient tfjs gives in the wrong shape.
  maximum: [tf.maximum, [given([5, 7], 1), given([5, 7], 2)]],
  minimum: [tf.minimum, [given([5, 7], 1), given([5, 7], 2)]],
  squaredDifference: [tf.squaredDifference, [given([5, 7], 1), given([5, 7], 2)]],
  mul: binary(tf.mul),
  sub: binary(tf.sub),
  'prelu of broadcast numbers': [
    (x, alpha) => tf.prelu(x, alpha),
    [given([3, 1], 1), given([1, 5], 2)],
  ],
  'exp of numbers far below 0': [
    (x) => tf.add(tf.cast(tf.equal(tf.exp(tf.sub(tf.mul(x, 0), 200)), 0), 'float32'), x),
    [given([3], 1)],
  ],
  'whole numbers, their remainders and quotients': [
    (x) => {
      const a = tf.tensor1d([7, -7, 7, -7, 1_500_000_000, -5, 9, 9], 'int32');
      const b = tf.tensor1d([3, 3, -3, -3, 1_600_000_000, -2_147_483_648, -9, 0], 'int32');
      const parts = [tf.mod(a, b), tf.floorDiv(a, b)].map((part) => tf.cast(part, 'float32'));
      return tf.mul(tf.stack(parts), x);
    },
    [given([8], 1)],
  ],
  where: [
    (x, y) => tf.where(tf.greater(tf.cos(tf.range(0, 27)).reshape([9, 3]), 0), x, tf.mul(y, 2)),
    [given([9, 3], 1), given([9, 3], 2)],
  ],
  'sum of rows': [(x) => tf.sum(x, 1), [given([70, 129])]],
  'sum of columns': [(x) => tf.sum(x, 0), [given([700, 75])]],
  'sum in the middle': [(x) => tf.sum(x, [1, 3]), [given([3, 5, 7, 2])]],
  'sum of all': [(x) => tf.sum(x), [given([301, 17])]],
  mean: [(x) => tf.mean(x, [0, 1]), [given([6, 11, 5])]],
  max: [(x) => tf.max(x, 1), [given([9, 13])]],
  min: [(x) => tf.min(x, 0), [given([9, 13])]],
  softmax: [(x) => tf.softmax(x), [given([9, 13])]],
  logSoftmax: [(x) => tf.logSoftmax(x), [given([9, 13])]],
  transpose: [(x) => tf.transpose(x, [2, 0, 1]), [given([3, 5, 7])]],
  'transpose, then reshape': [
    (x) => tf.reshape(tf.transpose(x, [1, 0]), [6, 10]),
    [given([12, 5])],
  ],
  'reshapes that do not fit each other': [
    (x, y) => tf.add(tf.reshape(tf.transpose(tf.reshape(x, [4, 9])), [6, 6]), y),
    [given([6, 6], 1), given([6, 6], 2)],
  ],
  slice: [(x) => tf.slice(x, [1, 2], [3, 4]), [given([5, 7])]],
  stridedSlice: [(x) => tf.stridedSlice(x, [4, 0], [0, 7], [-2, 3]), [given([5, 7])]],
  reverse: [(x) => tf.reverse(x, [0, 2]), [given([3, 5, 7])]],
  concat: [(x, y) => tf.concat([x, tf.exp(y), x], 1), [given([4, 3], 1), given([4, 5], 2)]],
  stack: [(x, y) => tf.stack([x, y], 1), [given([4, 3], 1), given([4, 3], 2)]],
  split: [
    (x) => {
      const [left, right] = tf.split(x, 2, 1);
      return tf.mul(left!, right!);
    },
    [given([4, 6])],
  ],
  unstack: [(x) => tf.addN(tf.unstack(x, 1)), [given([4, 6, 2])]],
  pad: [
    (x) =>
      tf.pad(
        tf.exp(x),
        [
          [1, 2],
          [0, 3],
        ],
        0.5,
      ),
    [given([4, 6])],
  ],
  mirrorPad: [
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 1],
          [2, 1],
        ],
        'reflect',
      ),
    [given([3, 4])],
  ],
  tile: [(x) => tf.tile(x, [2, 3]), [given([4, 5])]],
  matMul: [(a, b) => tf.matMul(a, b), [given([37, 401], 1), given([401, 45], 2)]],
  'matMul, both transposed': [
    (a, b) => tf.matMul(a, b, true, true),
    [given([41, 13], 1), given([35, 41], 2)],
  ],
  'matMul of a few columns': [(a, b) => tf.matMul(a, b), [given([130, 66], 1), given([66, 2], 2)]],
  'matMul of stacks': [(a, b) => tf.matMul(a, b), [given([3, 5, 7], 1), given([3, 7, 4], 2)]],
  'matMul with a bias': [
    (a, b, c) => tf.add(tf.matMul(a, b), c),
    [given([13, 7], 1), given([7, 33], 2), given([33], 3)],
  ],
  'conv2d with a stride': [
    (x, f) => tf.conv2d(x4(x), x4(f), 2, 'same'),
    [given([3, 9, 7, 5], 1), given([3, 3, 5, 6], 2)],
  ],
  'conv2d without padding': [
    (x, f) => tf.conv2d(x4(x), x4(f), 1, 'valid'),
    [given([2, 8, 6, 3], 1), given([4, 3, 3, 35], 2)],
  ],
  'conv2d with dilations': [
    (x, f) => tf.conv2d(x4(x), x4(f), 1, 'same', 'NHWC', 2),
    [given([2, 7, 7, 2], 1), given([3, 3, 2, 3], 2)],
  ],
  conv2dTranspose: [
    (x, f) => tf.conv2dTranspose(x4(x), x4(f), [3, 8, 6, 5], 2, 'same'),
    [given([3, 4, 3, 6], 1), given([4, 4, 5, 6], 2)],
  ],
  // Its phases have one, two and four taps, and cropped borders.
  'conv2dTranspose of a kernel that the stride does not divide': [
    (x, f) => tf.conv2dTranspose(x4(x), x4(f), [2, 6, 8, 3], 2, 'same'),
    [given([2, 3, 4, 7], 1), given([3, 3, 3, 7], 2)],
  ],
  'conv2dTranspose with a stride of 3': [
    (x, f) => tf.conv2dTranspose(x4(x), x4(f), [2, 9, 6, 2], 3, 'same'),
    [given([2, 3, 2, 4], 1), given([5, 4, 2, 4], 2)],
  ],
  'conv2d to one channel and to three': [
    (x, f, g) =>
      tf.concat([tf.conv2d(x4(x), x4(f), 1, 'same'), tf.conv2d(x4(x), x4(g), 1, 'same')], 3),
    [given([2, 5, 6, 32], 1), given([3, 3, 32, 1], 2), given([3, 3, 32, 3], 3)],
  ],
  'conv2d to a whole vector and a part': [
    (x, f) => tf.conv2d(x4(x), x4(f), 1, 'same'),
    [given([2, 7, 6, 3], 1), given([3, 3, 3, 41], 2)],
  ],
  'sums of padded values': [
    (x) =>
      tf.sum(
        tf.gather(
          tf.pad(tf.exp(x), [
            [1, 2],
            [0, 0],
          ]),
          tf.tensor1d([0, 3, 6, 1, 1, 5], 'int32'),
          0,
        ),
        0,
      ),
    [given([4, 33])],
  ],
  argMax: [(x) => tf.cast(tf.argMax(tf.sin(x), 1), 'float32'), [given([9, 13])]],
  'argMin of the first axis': [(x) => tf.cast(tf.argMin(x, 0), 'float32'), [given([9, 13])]],
  'rows at computed positions': [
    (x, table) => {
      const rows = tf.gather(table, tf.argMax(x, 1), 0);
      return tf.mul(tf.concat([rows, rows], 0), 2);
    },
    [given([9, 5], 1), given([5, 33], 2)],
  ],
  avgPool: [(x) => tf.avgPool(x4(x), 3, 2, 'same'), [given([2, 7, 5, 3])]],
  upSampling: [(x) => tf.image.resizeNearestNeighbor(x4(x), [6, 8]), [given([1, 3, 4, 2])]],
  'an LSTM of two steps': [
    (x, w) => lstm(x, w, 4).at(-1)!,
    [given([3, 2, 5], 1), given([9, 16], 2, -0.5, 0.5)],
  ],
  'an LSTM of nine steps, all of them': [
    (x, w) => tf.stack(lstm(x, w, 64), 1),
    [given([3, 9, 5], 1), given([69, 256], 2, -0.1, 0.1)],
  ],
};

/** The output of each step of an LSTM with so many units, without biases. */
export function lstm(x: tf.Tensor, w: tf.Tensor, units: number): tf.Tensor[] {
  let h: tf.Tensor = tf.zeros([x.shape[0], units]);
  let c: tf.Tensor = h;
  return tf.unstack(x, 1).map((step) => {
    const [i, j, f, o] = tf.split(tf.matMul(tf.concat([step, h], 1), w), 4, 1);
    c = tf.add(tf.mul(c, tf.sigmoid(f!)), tf.mul(tf.sigmoid(i!), tf.tanh(j!)));
    h = tf.mul(tf.tanh(c), tf.sigmoid(o!));
    return h;
  });
}

const key = (name: string, i: number): string => `${name}/${i}`;
const inputsOf = ([, inputs]: Case) => inputs;

/** These have no gradients, tfjs has none (or scatters), or (avgPool) its cpu backend has wrong ones; windows.test.ts has central differences. */
const onlyForward = new Set([
  'argMax',
  'argMin of the first axis',
  'exp of numbers far below 0',
  'prelu of broadcast numbers',
  'whole numbers, their remainders and quotients',
  'rows at computed positions',
  'avgPool',
  'conv2d with dilations',
  'mirrorPad',
  'stridedSlice',
  'sums of padded values',
]);

/** The value of a function, and the gradient of its sum, weighted so that no symmetry hides an error. */
function withGradients(
  [fn]: Case,
  name: string,
  tensors: readonly tf.Tensor[],
): Record<string, tf.Tensor> {
  if (onlyForward.has(name)) return { [key(name, 0)]: fn(...tensors) };
  const { value, grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => {
    const y = fn(...inputs);
    const weights = tf.tensor(
      Array.from({ length: y.size }, (_, i) => Math.sin(i + 1)),
      y.shape,
    );
    return tf.sum(tf.mul(y, weights));
  })([...tensors]);
  return {
    [key(name, 0)]: fn(...tensors),
    [key(name, 1)]: value,
    ...Object.fromEntries(grads.map((gradient, i) => [key(name, i + 2), gradient])),
  };
}

export const feeds = Object.fromEntries(
  Object.entries(cases).flatMap(([name, one]) =>
    inputsOf(one).map(({ values }, i) => [key(name, i), Float32Array.from(values)]),
  ),
);
export const specs = Object.fromEntries(
  Object.entries(cases).flatMap(([name, one]) =>
    inputsOf(one).map(({ shape }, i) => [key(name, i), { shape }]),
  ),
);

export function all(tensors: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return Object.assign(
    {},
    ...Object.entries(cases).map(([name, one]) =>
      withGradients(
        one,
        name,
        inputsOf(one).map((_, i) => tensors[key(name, i)]!),
      ),
    ),
  ) as Record<string, tf.Tensor>;
}

/** Compares the results of `all`. The error of a function's weighted sum is measured against the size of its terms. */
export function expectAllNear(
  actual: Readonly<Record<string, ArrayLike<number>>>,
  expected: Readonly<Record<string, ArrayLike<number>>>,
): void {
  for (const [name, values] of Object.entries(expected)) {
    const isSum = name.endsWith('/1');
    const terms = isSum ? Array.from(expected[name.replace(/1$/u, '0')]!, Math.abs) : [];
    const size = terms.reduce((sum, term) => sum + (Number.isFinite(term) ? term : 0), 0);
    expectNear(actual[name]!, values, name, size);
  }
}

function expectNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  name: string,
  least: number,
): void {
  const most = Math.max(1e-3, least, ...Array.from(expected, Math.abs));
  const apart = Array.from(expected, (value, i) =>
    Object.is(value, actual[i]) ? 0 : Math.abs(value - actual[i]!) / most,
  );
  const isNear = apart.every((error) => error < 1e-5);
  expect(isNear, `${name}: up to ${Math.max(...apart)} apart`).toBe(true);
}

/** The results of all functions on the cpu backend. */
export async function onCpu(): Promise<Record<string, Float32Array>> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(specs).map(([name, { shape }]) => [name, tf.tensor(feeds[name]!, [...shape])]),
    );
    return Object.fromEntries(
      Object.entries(all(tensors)).map(([name, tensor]) => [
        name,
        tensor.dataSync() as Float32Array,
      ]),
    );
  });
}
