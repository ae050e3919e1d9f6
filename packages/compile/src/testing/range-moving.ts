/** Test cases of kernels that only move values: the source index of each result. */
import * as tf from '@tensorflow/tfjs';
import type { TensorFn } from './kernels.js';
import { greatest, upTo } from './range-numbers.js';

const f = Math.fround;

/** Distinct values of each dtype that kernels must move unchanged. */
export const moved: Readonly<Record<'float32' | 'int32' | 'bool', readonly number[]>> = {
  float32: [1, -2, NaN, 3, Infinity, -Infinity, -0, 1e-30, greatest, -greatest, 2 ** 24, 100].map(
    f,
  ),
  int32: [1, -2, 0, 3, 2 ** 31 - 1, -(2 ** 31), 7, 2 ** 24 + 1, -(2 ** 24) - 1, 100, -5, 46341],
  bool: [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0],
};

export interface Moving {
  readonly fn: TensorFn;
  readonly shape?: readonly number[];
  /** Source index of each result; null for the constant below. */
  readonly from: readonly (number | null)[];
  readonly constant?: number;
  /** Source indices whose sum is the result. */
  readonly sums?: readonly (readonly number[])[];
  /** Dtypes that tfjs accepts. Default: all three. */
  readonly dtypes?: readonly string[];
}
export const intTensor = (values: readonly number[], shape: readonly number[]): tf.Tensor =>
  tf.tensor([...values], [...shape], 'int32');

/** Cases with an input of shape `[3, 4]`, unless they specify another. */
export const moving: Readonly<Record<string, Moving>> = {
  Concat: { fn: (x) => tf.concat([x, x], 0), from: [...upTo(12), ...upTo(12)] },
  DepthToSpace: {
    dtypes: ['float32'],
    fn: (x) => tf.depthToSpace(x as tf.Tensor4D, 2),
    shape: [1, 1, 3, 4],
    from: [0, 1, 4, 5, 8, 9, 2, 3, 6, 7, 10, 11],
  },
  ExpandDims: { fn: (x) => tf.expandDims(x, 1), from: upTo(12) },
  Fill: {
    fn: (x) => tf.concat([x, tf.fill([1, 4], 1, x.dtype as 'float32')], 0),
    from: [...upTo(12), null, null, null, null],
    constant: 1,
  },
  GatherNd: {
    fn: (x) => tf.gatherND(x, intTensor([0, 1, 2, 3], [2, 2])),
    from: [1, 11],
  },
  GatherV2: {
    fn: (x) => tf.gather(x, intTensor([2, 0, 0], [3]), 1),
    from: [2, 0, 0, 6, 4, 4, 10, 8, 8],
  },
  Identity: { fn: (x) => tf.clone(x), from: upTo(12) },
  MaxPool: {
    // Windows of one pixel; the pooling test has larger windows.
    fn: (x) => tf.maxPool(x as tf.Tensor4D, 1, 1, 'valid'),
    shape: [1, 3, 4, 1],
    from: upTo(12),
  },
  MirrorPad: {
    fn: (x) =>
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [1, 0],
        ],
        'reflect',
      ),
    from: [1, 0, 1, 2, 3, 5, 4, 5, 6, 7, 9, 8, 9, 10, 11],
  },
  OnesLike: { fn: (x) => tf.onesLike(x), from: upTo(12).map(() => null), constant: 1 },
  Pack: { fn: (x) => tf.stack([x, x]), from: [...upTo(12), ...upTo(12)] },
  PadV2: {
    fn: (x) =>
      tf.pad(
        x,
        [
          [0, 0],
          [0, 1],
        ],
        1,
      ),
    from: [0, 1, 2, 3, null, 4, 5, 6, 7, null, 8, 9, 10, 11, null],
    constant: 1,
  },
  Reshape: { fn: (x) => tf.reshape(x, [2, 6]), from: upTo(12) },
  ResizeNearestNeighbor: {
    dtypes: ['float32', 'int32'],
    fn: (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [3, 8]),
    shape: [1, 3, 4, 1],
    from: upTo(24).map((i) => i >> 1),
  },
  Reverse: { fn: (x) => tf.reverse(x, [1]), from: [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8] },
  // Sums of booleans are counts, which do not fit their dtype in tfjs.
  ScatterNd: {
    dtypes: ['float32', 'int32'],
    // Two rows have the same index, so 2 and 6, 3 and 7 are summed; another index has no row.
    fn: (x) => tf.scatterND(intTensor([1, 3, 1], [3, 1]), x, [4, 4]),
    from: [null, null, null, null, null, null, null, null, null, null, null, null, 4, 5, 6, 7],
    constant: 0,
    sums: [[], [], [], [], [0, 8], [1, 9], [2, 10], [3, 11]],
  },
  Select: {
    fn: (x) => tf.where(tf.cast(intTensor([1, 0, 1], [3, 1]), 'bool'), x, tf.reverse(x, 1)),
    // The runtime's Where turns -0 into 0, which is not tested here.
    from: [0, 1, 2, 3, 7, 6, 5, 4, 8, 9, 10, 11],
  },
  Slice: { fn: (x) => tf.slice(x, [1, 1], [2, 2]), from: [5, 6, 9, 10] },
  SplitV: { fn: (x) => tf.split(x, [1, 3], 1)[1]!, from: [1, 2, 3, 5, 6, 7, 9, 10, 11] },
  StridedSlice: { fn: (x) => tf.stridedSlice(x, [2, 3], [0, 0], [-1, -2]), from: [11, 9, 7, 5] },
  TensorScatterUpdate: {
    fn: (x) => tf.tensorScatterUpdate(x, intTensor([1], [1, 1]), tf.slice(x, [0, 0], [1, 4])),
    from: [0, 1, 2, 3, 0, 1, 2, 3, 8, 9, 10, 11],
  },
  Tile: {
    fn: (x) => tf.tile(x, [1, 2]),
    from: [0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7, 8, 9, 10, 11, 8, 9, 10, 11],
  },
  Transpose: { fn: (x) => tf.transpose(x), from: [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11] },
  Unpack: { fn: (x) => tf.unstack(x, 1)[2]!, from: [2, 6, 10] },
  UnsortedSegmentSum: {
    dtypes: ['float32', 'int32'],
    fn: (x) => tf.unsortedSegmentSum(x, intTensor([1, 0, 7], [3]) as tf.Tensor1D, 3),
    // The index of the last row is out of range: the row is dropped, as in TensorFlow.
    from: [4, 5, 6, 7, 0, 1, 2, 3, null, null, null, null],
    constant: 0,
  },
  ZerosLike: { fn: (x) => tf.zerosLike(x), from: upTo(12).map(() => null), constant: 0 },
};
