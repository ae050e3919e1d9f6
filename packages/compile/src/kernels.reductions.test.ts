/**
 * Compares reductions and products of the native graph with tfjs's cpu backend on generated inputs, forward and
 * backward. Kernels whose cpu gradients are known to be wrong are compared with central differences instead
 * (windows.test.ts).
 */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import {
  given,
  natively,
  expectSame,
  expectSameGradients,
  type Given,
  type TensorFn,
} from './testing/kernels.js';

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
        // tfjs's gradient of a product supports a single non-negative axis.
        if (fn !== tf.prod || (axis?.length === 1 && axis[0]! >= 0)) {
          await expectSameGradients(reduce, [given([2, 3, 4])]);
        }
      }
    }
  });

  it('give the right sums over rows and over columns', async () => {
    for (const axis of [0, 1]) {
      const fn: TensorFn = (a, b, c) =>
        tf.add(tf.add(tf.sum(tf.square(a), axis), tf.sum(tf.exp(b), axis)), tf.sum(c, axis));
      await expectSame(fn, [given([3, 4]), given([3, 4], 2), given([3, 4], 3)], 5e-6);
    }
  });

  it('find the first of equal values', async () => {
    const x: Given = { shape: [2, 4], values: [1, 3, 3, 2, -1, -1, -2, -1] };
    expect(await natively((t) => tf.argMax(t, 1), [x])).toEqual([1, 0]);
    expect(await natively((t) => tf.argMin(t, 1), [x])).toEqual([0, 2]);
  });

  it('of booleans', async () => {
    for (const fn of [tf.all, tf.any]) {
      await expectSame((x) => tf.cast(fn(tf.greater(x, 0), 1), 'float32'), [given([4, 3])]);
    }
  });

  it('cumsum and cumprod, in both directions', async () => {
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

  it('merge into one product if they are added', async () => {
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
