/**
 * Compares unary and binary kernels of the native graph with tfjs's cpu backend on generated inputs, forward and
 * backward. Kernels whose cpu gradients are known to be wrong are compared with central differences instead
 * (windows.test.ts).
 */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  given,
  natively,
  expectSame,
  expectSameGradients,
  type Given,
  type TensorFn,
} from './testing/kernels.js';

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

  it('detect finite numbers', async () => {
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
        // tfjs has no gradient for these with broadcasting.
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

  it('compare, and select by the comparison', async () => {
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

  it('select whole rows by a condition of one axis', async () => {
    await expectSame(
      (c, a, b) => tf.where(tf.cast(c, 'bool'), a, b),
      [{ shape: [3, 1], values: [1, 0, 1] }, given([3, 4], 1), given([3, 4], 2)],
    );
  });

  it('prelu and its gradient', async () => {
    await expectSameGradients(tf.prelu, [given([2, 3], 1), given([3], 2)]);
  });
});
