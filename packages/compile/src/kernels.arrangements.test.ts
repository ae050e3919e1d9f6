/**
 * Compares the native graph's kernels that move values with tfjs's cpu backend on generated inputs, forward and
 * backward. Kernels whose cpu gradients are known to be wrong are compared with central differences instead
 * (windows.test.ts).
 */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import {
  maxDifference,
  given,
  expectSame,
  expectSameGradients,
  natively,
  type Given,
  type TensorFn,
} from './testing/kernels.js';

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

describe('a kernel that moves values:', () => {
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

  it('oneHot with indices out of range', async () => {
    const i: Given = { shape: [4], values: [0, 2, 5, -1], dtype: 'int32' };
    await expectSame((x) => tf.oneHot(x, 3, 2, -1), [i]);
  });

  it('gatherND and scatterND, which adds', async () => {
    const at: Given = { shape: [3, 1], values: [1, 0, 1], dtype: 'int32' };
    await expectSame((x, i) => tf.gatherND(x, i), [given([2, 3]), at]);
    await expectSame((i, u) => tf.scatterND(i, u, [4, 2]), [at, given([3, 2])]);
  });

  it('segment sums, exact for integers with several threads', async () => {
    // The threads of the runtime's ScatterND conflict; with so many rows its sums are wrong.
    const [rows, segments] = [16_384, 91];
    const values = Array.from({ length: rows }, (_, i) => ((i * 7919) % 13) - 6);
    const at = values.map((_, i) => (i * 7919) % segments);
    const exact = new Array<number>(segments).fill(0);
    at.forEach((segment, i) => (exact[segment]! += values[i]!));
    for (const threads of [2, 4]) {
      const actual = await natively(
        (x, i) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, segments),
        [
          { shape: [rows], values },
          { shape: [rows], values: at, dtype: 'int32' },
        ],
        threads,
      );
      expect(actual).toEqual(exact);
    }
  });

  it('scatterND at indices along two axes', async () => {
    const at: Given = { shape: [3, 2], values: [1, 2, 0, 1, 1, 2], dtype: 'int32' };
    await expectSame((i, u) => tf.scatterND(i, u, [2, 3, 2]), [at, given([3, 2])]);
  });

  it('sums of many rows in few segments, the same with one thread and with several', async () => {
    const rows = 16_384;
    const values = Array.from({ length: rows }, (_, i) => (i * 7919) % 5);
    const inputs: Given[] = [{ shape: [rows], values, dtype: 'int32' }, given([rows, 64])];
    const sums: TensorFn = (i, x) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, 5);
    const expected = await natively(sums, inputs);
    for (const threads of [2, 4]) {
      expect(maxDifference(await natively(sums, inputs, threads), expected)).toBeLessThan(1e-5);
    }
  });

  it('unsortedSegmentSum, which drops segments out of range', async () => {
    const ids: Given = { shape: [5], values: [0, 2, 0, -1, 7], dtype: 'int32' };
    await expectSame((x, i) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, 3), [given([5, 2]), ids]);
  });

  it('range, linspace, fill, zeros and ones as constants', async () => {
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
