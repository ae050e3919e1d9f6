/** Rules of kernels that only move values: shapes, slices, gathers, concatenations, constants. */
import * as tf from '@tensorflow/tfjs-core';
import type { DType } from '../../ir/graph.js';
import { axesOf, like, noting, type Call, type Rules, type Shape } from './rule.js';

const numbers = (value: unknown): number[] => [...(value as number[])];
const axisOf = (axis: unknown, rank: number): number => axesOf(axis, rank)[0]!;

function sliceOf({ shapes, attrs }: Call): { begin: number[]; size: number[] } {
  const x = { shape: [...shapes[0]!] } as tf.Tensor;
  const [begin, size] = tf.slice_util.parseSliceParams(
    x,
    attrs['begin'] as number[],
    attrs['size'] as number[],
  );
  return { begin: begin!, size: size! };
}

function stridedOf({ shapes, attrs }: Call) {
  return tf.slice_util.sliceInfo(
    [...shapes[0]!],
    attrs['begin'] as number[],
    attrs['end'] as number[],
    attrs['strides'] as number[],
    attrs['beginMask'] as number,
    attrs['endMask'] as number,
    attrs['ellipsisMask'] as number,
    attrs['newAxisMask'] as number,
    attrs['shrinkAxisMask'] as number,
  );
}

function pieces({ shapes, attrs }: Call): { axis: number; sizes: number[] } {
  const axis = axisOf(attrs['axis'], shapes[0]!.length);
  const x = { shape: [...shapes[0]!] } as tf.Tensor;
  const sizes = tf.backend_util.prepareSplitSize(x, attrs['numOrSizeSplits'] as number[], axis);
  return { axis, sizes };
}

function padded(shape: Shape, paddings: readonly (readonly number[])[]): Shape {
  return shape.map((size, axis) => size + paddings[axis]![0]! + paddings[axis]![1]!);
}

function gathered({ shapes, attrs }: Call): Shape {
  const [x, indices] = shapes as [Shape, Shape];
  const axis = axisOf(attrs['axis'], x.length);
  const batchDims = (attrs['batchDims'] as number | undefined) ?? 0;
  return [...x.slice(0, axis), ...indices.slice(batchDims), ...x.slice(axis + 1)];
}

const made = (dtype: unknown): DType => (dtype as DType | undefined) ?? 'float32';

export const arrangements: Rules = {
  Identity: like(({ shapes }) => shapes[0]!),
  Reshape: like(({ shapes, attrs }) =>
    tf.util.inferFromImplicitShape(numbers(attrs['shape']), tf.util.sizeFromShape([...shapes[0]!])),
  ),
  ExpandDims: like(
    ({ shapes, attrs }) => {
      const shape = [...shapes[0]!];
      const dim = attrs['dim'] as number;
      shape.splice(dim < 0 ? dim + shape.length + 1 : dim, 0, 1);
      return shape;
    },
    ['input'],
  ),
  Transpose: noting(
    like(({ shapes, attrs }) => numbers(attrs['perm']).map((axis) => shapes[0]![axis]!)),
    ({ attrs }) => ({ perm: numbers(attrs['perm']) }),
  ),
  Reverse: noting(
    like(({ shapes }) => shapes[0]!),
    ({ shapes, attrs }) => ({ axes: axesOf(attrs['dims'], shapes[0]!.length) }),
  ),
  Slice: noting(
    like((call) => sliceOf(call).size),
    (call) => sliceOf(call),
  ),
  StridedSlice: noting(
    like((call) => stridedOf(call).finalShape),
    (call) => {
      const { begin, end, strides, isIdentity, finalShapeSparse } = stridedOf(call);
      return { begin, end, strides, identity: isIdentity, sparse: finalShapeSparse };
    },
  ),
  Tile: noting(
    like(({ shapes, attrs }) => shapes[0]!.map((size, i) => size * numbers(attrs['reps'])[i]!)),
    ({ attrs }) => ({ reps: numbers(attrs['reps']) }),
  ),
  PadV2: noting(
    like(({ shapes, attrs }) => padded(shapes[0]!, attrs['paddings'] as number[][])),
    ({ attrs }) => ({
      paddings: attrs['paddings'] as number[][],
      value: attrs['constantValue'] as number,
    }),
  ),
  MirrorPad: noting(
    like(({ shapes, attrs }) => padded(shapes[0]!, attrs['paddings'] as number[][])),
    ({ attrs }) => ({
      paddings: attrs['paddings'] as number[][],
      mode: attrs['mode'] as string,
    }),
  ),
  Concat: noting(
    like(({ shapes, attrs }) => {
      const axis = axisOf(attrs['axis'], shapes[0]!.length);
      const total = shapes.reduce((sum, shape) => sum + shape[axis]!, 0);
      return shapes[0]!.map((size, i) => (i === axis ? total : size));
    }, 'list'),
    ({ shapes, attrs }) => ({ axis: axisOf(attrs['axis'], shapes[0]!.length) }),
  ),
  Pack: noting(
    like(({ shapes, attrs }) => {
      const shape = [...shapes[0]!];
      shape.splice(axisOf(attrs['axis'], shape.length + 1), 0, shapes.length);
      return shape;
    }, 'list'),
    ({ shapes, attrs }) => ({ axis: axisOf(attrs['axis'], shapes[0]!.length + 1) }),
  ),
  Unpack: {
    inputs: ['value'],
    infer: ({ shapes, dtypes, attrs }) => {
      const axis = axisOf(attrs['axis'], shapes[0]!.length);
      const shape = shapes[0]!.filter((_, i) => i !== axis);
      return Array.from({ length: shapes[0]![axis]! }, () => ({ shape, dtype: dtypes[0]! }));
    },
    note: ({ shapes, attrs }) => ({ axis: axisOf(attrs['axis'], shapes[0]!.length) }),
  },
  SplitV: {
    inputs: ['x'],
    infer: (call) => {
      const { axis, sizes } = pieces(call);
      return sizes.map((size) => ({
        shape: call.shapes[0]!.map((whole, i) => (i === axis ? size : whole)),
        dtype: call.dtypes[0]!,
      }));
    },
    note: (call) => pieces(call),
  },
  GatherV2: noting(
    like((call) => gathered(call), ['x', 'indices']),
    ({ shapes, attrs }) => ({
      axis: axisOf(attrs['axis'], shapes[0]!.length),
      batchDims: (attrs['batchDims'] as number | undefined) ?? 0,
    }),
  ),
  GatherNd: like(
    ({ shapes }) => {
      const [params, indices] = shapes as [Shape, Shape];
      return [...indices.slice(0, -1), ...params.slice(indices.at(-1))];
    },
    ['params', 'indices'],
  ),
  ScatterNd: {
    inputs: ['indices', 'updates'],
    infer: ({ dtypes, attrs }) => [{ shape: numbers(attrs['shape']), dtype: dtypes[1]! }],
  },
  TensorScatterUpdate: like(({ shapes }) => shapes[0]!, ['tensor', 'indices', 'updates']),
  UnsortedSegmentSum: {
    inputs: ['x', 'segmentIds'],
    infer: ({ shapes, dtypes, attrs }) => {
      const [x, ids] = shapes as [Shape, Shape];
      const shape = [attrs['numSegments'] as number, ...x.slice(ids.length)];
      return [{ shape, dtype: dtypes[0]! }];
    },
  },
  OneHot: {
    inputs: ['indices'],
    infer: ({ shapes, attrs }) => [
      { shape: [...shapes[0]!, attrs['depth'] as number], dtype: made(attrs['dtype']) },
    ],
    note: ({ attrs }) => ({
      depth: attrs['depth'] as number,
      on: (attrs['onValue'] as number | undefined) ?? 1,
      off: (attrs['offValue'] as number | undefined) ?? 0,
    }),
  },
  DepthToSpace: noting(
    like(({ shapes, attrs }) => {
      const [batch, height, width, depth] = shapes[0]! as [number, number, number, number];
      const block = attrs['blockSize'] as number;
      return [batch, height * block, width * block, depth / block ** 2];
    }),
    ({ attrs }) => ({ blockSize: attrs['blockSize'] as number }),
  ),
  Fill: {
    inputs: [],
    infer: ({ attrs }) => [{ shape: numbers(attrs['shape']), dtype: made(attrs['dtype']) }],
    note: ({ attrs }) => ({ value: Number(attrs['value']) }),
  },
  ZerosLike: noting(
    like(({ shapes }) => shapes[0]!),
    () => ({ value: 0 }),
  ),
  OnesLike: noting(
    like(({ shapes }) => shapes[0]!),
    () => ({ value: 1 }),
  ),
  Range: {
    inputs: [],
    infer: ({ attrs }) => {
      const [start, stop, step] = rangeOf(attrs);
      const length = Math.max(0, Math.ceil((stop - start) / step));
      return [{ shape: [length], dtype: made(attrs['dtype']) }];
    },
    note: ({ attrs }) => {
      const [start, , step] = rangeOf(attrs);
      return { start, step };
    },
  },
  LinSpace: {
    inputs: [],
    infer: ({ attrs }) => [{ shape: [attrs['num'] as number], dtype: 'float32' }],
    note: ({ attrs }) => ({
      start: attrs['start'] as number,
      step:
        ((attrs['stop'] as number) - (attrs['start'] as number)) /
        Math.max(1, (attrs['num'] as number) - 1),
    }),
  },
};

/** tfjs counts down automatically if no step is given. */
function rangeOf(attrs: Call['attrs']): [start: number, stop: number, step: number] {
  const [start, stop] = [attrs['start'] as number, attrs['stop'] as number];
  const step = (attrs['step'] as number | undefined) ?? 1;
  return [start, stop, stop < start && step === 1 ? -1 : step];
}
