/**
 * Every kernel as the native graph computes it, against tfjs's cpu backend on generated inputs, forward and backward.
 * Kernels whose cpu gradients are known to be wrong are held against central differences instead (gradients.test.ts).
 */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apart,
  given,
  gradientOf,
  natively,
  numbers,
  onCpu,
  type Given,
  type TensorFn,
} from './kernels.test-support.js';

const tolerance = 2e-6;

async function expectSame(fn: TensorFn, inputs: readonly Given[], within = tolerance) {
  const expected = await onCpu(fn, inputs);
  expect(apart(await natively(fn, inputs), expected)).toBeLessThan(within);
}

async function expectSameGradients(fn: TensorFn, inputs: readonly Given[], within = 1e-5) {
  const outputs = (await onCpu(fn, inputs)).length;
  const weights = numbers(outputs, 99);
  for (const [which, { dtype = 'float32' }] of inputs.entries()) {
    if (dtype === 'float32') await expectSame(gradientOf(fn, which, weights), inputs, within);
  }
}

const unary: Record<string, [fn: (x: tf.Tensor) => tf.Tensor, from?: number, to?: number]> = {
  abs: [tf.abs],
  acos: [tf.acos, -0.9, 0.9],
  acosh: [tf.acosh, 1.1, 4],
  asin: [tf.asin, -0.9, 0.9],
  asinh: [tf.asinh],
  atan: [tf.atan],
  atanh: [tf.atanh, -0.9, 0.9],
  ceil: [tf.ceil],
  clipByValue: [(x) => tf.clipByValue(x, -0.5, 1)],
  cos: [tf.cos],
  cosh: [tf.cosh],
  elu: [tf.elu],
  erf: [tf.erf],
  exp: [tf.exp],
  expm1: [tf.expm1],
  floor: [tf.floor],
  leakyRelu: [(x) => tf.leakyRelu(x, 0.2)],
  log: [tf.log, 0.1, 4],
  log1p: [tf.log1p, -0.9, 4],
  logSigmoid: [tf.logSigmoid],
  neg: [tf.neg],
  reciprocal: [tf.reciprocal, 0.2, 3],
  relu: [tf.relu],
  relu6: [(x) => tf.relu6(tf.mul(x, 5))],
  round: [tf.round],
  rsqrt: [tf.rsqrt, 0.1, 4],
  selu: [tf.selu],
  sigmoid: [tf.sigmoid],
  sign: [tf.sign],
  sin: [tf.sin],
  sinh: [tf.sinh],
  softplus: [tf.softplus],
  sqrt: [tf.sqrt, 0.1, 4],
  square: [tf.square],
  step: [(x) => tf.step(x)],
  'step with a slope': [(x) => tf.step(x, 0.3)],
  tan: [tf.tan, -1.2, 1.2],
  tanh: [tf.tanh],
};

describe('kernels of one value', () => {
  it.each(Object.entries(unary))('%s and its gradient', async (_, [fn, from, to]) => {
    await expectSame(fn, [given([3, 7], 1, from, to)]);
    await expectSameGradients(fn, [given([3, 7], 2, from, to)]);
  });

  it('keep their precision near zero', async () => {
    const tiny = { shape: [6], values: [1e-6, -1e-6, 1e-7, 3e-5, -2e-4, 0] };
    for (const [fn, reference] of [
      [tf.expm1, Math.expm1],
      [tf.log1p, Math.log1p],
    ] as const) {
      const actual = await natively(fn, [tiny]);
      actual.forEach((value, i) => {
        const expected = reference(Math.fround(tiny.values[i]!));
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(4e-7 * Math.abs(expected));
      });
    }
  });

  it('tell what is finite', async () => {
    const x: Given = { shape: [4], values: [1, Infinity, -Infinity, NaN] };
    const count =
      (fn: (t: tf.Tensor) => tf.Tensor): TensorFn =>
      (t) =>
        tf.cast(fn(t), 'float32');
    expect(await natively(count(tf.isNaN), [x])).toEqual([0, 0, 0, 1]);
    expect(await natively(count(tf.isInf), [x])).toEqual([0, 1, 1, 0]);
    expect(await natively(count(tf.isFinite), [x])).toEqual([1, 0, 0, 0]);
  });
});

const shapes = fc.constantFrom<readonly [number[], number[]]>(
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 4], [4]],
  [
    [3, 1],
    [1, 4],
  ],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [[], [2, 2]],
  [[5], []],
);

const binary: Record<string, [fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, from?: number]> = {
  add: [tf.add],
  sub: [tf.sub],
  mul: [tf.mul],
  div: [tf.div, 0.3],
  floorDiv: [tf.floorDiv, 0.3],
  maximum: [tf.maximum],
  minimum: [tf.minimum],
  mod: [(a, b) => tf.mod(tf.sub(a, 1), b), 0.3],
  pow: [tf.pow, 0.3],
  squaredDifference: [tf.squaredDifference],
  atan2: [tf.atan2],
};

describe('kernels of two values', () => {
  it.each(Object.entries(binary))('%s and its gradient, broadcast', async (_, [fn, from]) => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(1000), async ([a, b], seed) => {
        const inputs = [given(a, seed, from), given(b, seed + 1, from)];
        await expectSame(fn, inputs, 1e-5);
        // tfjs gives these no gradient where they broadcast.
        const broken = [tf.maximum, tf.minimum, tf.squaredDifference].includes(fn as never);
        if (fn === tf.floorDiv || (broken && a.join() !== b.join())) return;
        await expectSameGradients(fn, inputs);
      }),
      { numRuns: 6 },
    );
  });

  it('mod takes the sign of its divisor', async () => {
    const a: Given = { shape: [4], values: [5, -5, 5, -5] };
    const b: Given = { shape: [4], values: [3, 3, -3, -3] };
    expect(await natively(tf.mod as TensorFn, [a, b])).toEqual([2, 1, -1, -2]);
  });

  it('compare, and choose by the comparison', async () => {
    const inputs = [given([3, 4], 1), given([3, 4], 2)];
    for (const compare of [
      tf.equal,
      tf.notEqual,
      tf.less,
      tf.lessEqual,
      tf.greater,
      tf.greaterEqual,
    ]) {
      await expectSame((a, b) => tf.where(compare(a, tf.round(b)), a, tf.mul(b, 3)), inputs);
    }
    await expectSame(
      (a, b) =>
        tf.cast(
          tf.logicalOr(
            tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0)),
            tf.logicalNot(tf.logicalXor(tf.greater(a, 1), tf.less(b, 1))),
          ),
          'float32',
        ),
      inputs,
    );
  });

  it('choose whole rows by a condition of one axis', async () => {
    await expectSame(
      (c, a, b) => tf.where(tf.cast(c, 'bool'), a, b),
      [{ shape: [3, 1], values: [1, 0, 1] }, given([3, 4], 1), given([3, 4], 2)],
    );
  });

  it('prelu and its gradient', async () => {
    await expectSameGradients(tf.prelu, [given([2, 3], 1), given([3], 2)]);
  });
});

describe('reductions', () => {
  const over: Record<string, (x: tf.Tensor, axis?: number[], keep?: boolean) => tf.Tensor> = {
    sum: tf.sum,
    mean: tf.mean,
    max: tf.max,
    min: tf.min,
    prod: tf.prod,
    logSumExp: tf.logSumExp,
  };
  it.each(Object.entries(over))('%s over any axes, and its gradient', async (_, fn) => {
    for (const axis of [[0], [1], [0, 2], [-1], undefined]) {
      for (const keep of [false, true]) {
        const reduce: TensorFn = (x) => fn(x, axis, keep);
        await expectSame(reduce, [given([2, 3, 4])], 5e-6);
        // tfjs's gradient of a product knows one axis, counted from the front.
        if (fn !== tf.prod || (axis?.length === 1 && axis[0]! >= 0)) {
          await expectSameGradients(reduce, [given([2, 3, 4])]);
        }
      }
    }
  });

  it('find the first of equal values', async () => {
    const x: Given = { shape: [2, 4], values: [1, 3, 3, 2, -1, -1, -2, -1] };
    expect(await natively((t) => tf.argMax(t, 1), [x])).toEqual([1, 0]);
    expect(await natively((t) => tf.argMin(t, 1), [x])).toEqual([0, 2]);
  });

  it('of truth values', async () => {
    for (const fn of [tf.all, tf.any]) {
      await expectSame((x) => tf.cast(fn(tf.greater(x, 0), 1), 'float32'), [given([4, 3])]);
    }
  });

  it('cumsum and cumprod, both ways', async () => {
    for (const exclusive of [false, true]) {
      for (const reverse of [false, true]) {
        await expectSameGradients((x) => tf.cumsum(x, 1, exclusive, reverse), [given([2, 5])]);
        await expectSame((x) => tf.cumprod(x, 1, exclusive, reverse), [given([2, 5])]);
      }
    }
  });

  it('softmax and its logarithm', async () => {
    await expectSameGradients((x) => tf.softmax(x), [given([3, 5])]);
    await expectSameGradients((x) => tf.logSoftmax(x), [given([3, 5])]);
  });
});

describe('products', () => {
  it('matMul in all transpositions and stacks', async () => {
    const stacks: [number[], number[]][] = [
      [[], []],
      [[2], [2]],
      [[2], [1]],
      [[1], [2]],
      [
        [2, 3],
        [2, 3],
      ],
    ];
    for (const [sa, sb] of stacks) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const a = given([...sa, ...(transposeA ? [4, 3] : [3, 4])], 1);
          const b = given([...sb, ...(transposeB ? [5, 4] : [4, 5])], 2);
          const fn: TensorFn = (x, y) => tf.matMul(x, y, transposeA, transposeB);
          await expectSame(fn, [a, b]);
          if (sa.join() === sb.join()) await expectSameGradients(fn, [a, b]);
        }
      }
    }
  });

  it('fused with bias and activation', async () => {
    for (const activation of ['linear', 'relu', 'sigmoid', 'elu', 'relu6'] as const) {
      const fn: TensorFn = (a, b, bias) => tf.fused.matMul({ a: a, b: b, bias: bias, activation });
      const inputs = [given([3, 4], 1), given([4, 5], 2), given([5], 3)];
      await expectSame(fn, inputs);
      if (activation !== 'elu' && activation !== 'sigmoid') await expectSameGradients(fn, inputs);
    }
  });

  it('merge into one where they are added', async () => {
    // The gradient of a weight that is used at every step of a loop.
    const fn: TensorFn = (x, w) => {
      let h = tf.zeros([3, 4]);
      for (let step = 0; step < 5; step++) {
        h = tf.tanh(
          tf.add(
            tf.matMul(h, w as tf.Tensor2D),
            tf.slice(x, [step, 0, 0], [1, 3, 4]).reshape([3, 4]),
          ),
        );
      }
      return h;
    };
    await expectSameGradients(fn, [given([5, 3, 4], 1), given([4, 4], 2, -1, 1)]);
  });
});

const arrangements: Record<string, [fn: TensorFn, ...inputs: Given[]]> = {
  reshape: [(x) => tf.reshape(x, [4, -1]), given([2, 3, 4])],
  expandDims: [(x) => tf.expandDims(x, 1), given([2, 3])],
  squeeze: [(x) => tf.squeeze(x), given([2, 1, 3])],
  transpose: [(x) => tf.transpose(x, [2, 0, 1]), given([2, 3, 4])],
  'transpose twice': [(x) => tf.transpose(tf.transpose(x, [1, 2, 0]), [2, 0, 1]), given([2, 3, 4])],
  reverse: [(x) => tf.reverse(x, [0, 2]), given([2, 3, 4])],
  slice: [(x) => tf.slice(x, [1, 0, 1], [1, 2, -1]), given([3, 3, 4])],
  stridedSlice: [(x) => tf.stridedSlice(x, [0, 1], [3, 4], [2, 2]), given([3, 5])],
  tile: [(x) => tf.tile(x, [2, 1, 3]), given([2, 3, 2])],
  broadcastTo: [(x) => tf.broadcastTo(x, [4, 2, 3]), given([2, 1])],
  pad: [
    (x) =>
      tf.pad(
        x,
        [
          [1, 0],
          [2, 1],
        ],
        0,
      ),
    given([2, 3]),
  ],
  concat: [(a, b) => tf.concat([a, b], 1), given([2, 3], 1), given([2, 2], 2)],
  stack: [(a, b) => tf.stack([a, b], 1), given([2, 3], 1), given([2, 3], 2)],
  unstack: [(x) => tf.addN(tf.unstack(x, 1)), given([2, 3, 2])],
  split: [(x) => tf.sub(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor])), given([2, 4])],
  'split by sizes': [(x) => tf.split(x, [1, 3], 1)[1]!, given([2, 4])],
  gather: [
    (x, i) => tf.gather(x, tf.cast(i, 'int32'), 0),
    given([4, 3]),
    { shape: [5], values: [0, 2, 2, 3, 0], dtype: 'int32' },
  ],
  'gather along the last axis': [
    (x, i) => tf.gather(x, tf.cast(i, 'int32'), 1),
    given([2, 4]),
    { shape: [3], values: [3, 0, 3], dtype: 'int32' },
  ],
  depthToSpace: [(x) => tf.depthToSpace(x as tf.Tensor4D, 2), given([2, 2, 3, 8])],
};

describe('kernels that move values', () => {
  it.each(Object.entries(arrangements))('%s and its gradient', async (name, [fn, ...inputs]) => {
    await expectSame(fn, inputs);
    if (!['stridedSlice', 'depthToSpace'].includes(name)) await expectSameGradients(fn, inputs);
  });

  it('slice backwards', async () => {
    await expectSame((x) => tf.stridedSlice(x, [3, 4], [0, 0], [-1, -2], 0, 3), [given([4, 5])]);
  });

  it('mirrorPad in both modes', async () => {
    for (const mode of ['reflect', 'symmetric'] as const) {
      await expectSame(
        (x) =>
          tf.mirrorPad(
            x,
            [
              [1, 1],
              [2, 1],
            ],
            mode,
          ),
        [given([3, 4])],
      );
    }
  });

  it('oneHot, with indices out of range', async () => {
    const i: Given = { shape: [4], values: [0, 2, 5, -1], dtype: 'int32' };
    await expectSame((x) => tf.oneHot(x, 3, 2, -1), [i]);
  });

  it('gatherND and scatterND, which adds', async () => {
    const at: Given = { shape: [3, 1], values: [1, 0, 1], dtype: 'int32' };
    await expectSame((x, i) => tf.gatherND(x, i), [given([2, 3]), at]);
    await expectSame((i, u) => tf.scatterND(i, u, [4, 2]), [at, given([3, 2])]);
  });

  it('unsortedSegmentSum drops what lies outside', async () => {
    const ids: Given = { shape: [5], values: [0, 2, 0, -1, 7], dtype: 'int32' };
    await expectSame((x, i) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, 3), [given([5, 2]), ids]);
  });

  it('range, linspace, fill, zeros and ones are constants', async () => {
    await expectSame(
      (x) =>
        tf.addN([
          tf.mul(x, tf.range(0, 4)),
          tf.linspace(0, 1, 4),
          tf.fill([4], 2.5),
          tf.onesLike(x),
          tf.zerosLike(x),
        ]),
      [given([4])],
    );
  });

  it('cast between all types', async () => {
    await expectSame((x) => tf.cast(tf.cast(x, 'int32'), 'float32'), [given([8], 1, -9, 9)]);
    await expectSame(
      (x) => tf.cast(tf.cast(x, 'bool'), 'float32'),
      [{ shape: [3], values: [0, 0.5, -2] }],
    );
  });

  it('batch normalisation with given moments', async () => {
    await expectSameGradients(
      (x, m, v, o, s) => tf.batchNorm(x, m, v, o, s),
      [given([4, 3], 1), given([3], 2), given([3], 3, 0.2, 2), given([3], 4), given([3], 5)],
    );
  });
});
