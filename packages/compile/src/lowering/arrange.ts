/** Lowers kernels that only move values to ONNX operators. */
import { CompileError } from '../ir/errors.js';
import { sizeOf, type DType, type Value } from '../ir/graph.js';
import {
  numberOf,
  numbersOf,
  type Attributes,
  type Lower,
  type OnnxBuilder,
  type Lowerings,
} from '../ir/onnx-builder.js';

const reshaped: Lower = (l, { inputs, outputs }) => l.reshape(inputs[0]!, outputs[0]!.shape);

const filled: Lower = (l, { attributes, outputs }) =>
  l.splat(numberOf(attributes, 'value'), outputs[0]!.shape, outputs[0]!.dtype);

const counted: Lower = (l, { attributes, outputs }) => {
  const { shape, dtype } = outputs[0]!;
  const [start, step] = [numberOf(attributes, 'start'), numberOf(attributes, 'step')];
  const values = Array.from({ length: shape[0]! }, (_, i) => start + i * step);
  return l.constant(values, shape, dtype);
};

function reverse(l: OnnxBuilder, x: Value, axes: readonly number[]): Value {
  return axes.reduce((value, axis) => {
    const bounds = [l.ints([last]), l.ints([beforeTheFirst]), l.ints([axis]), l.ints([-1])];
    return l.op('Slice', [value, ...bounds], x.shape);
  }, x);
}

/** Bounds of a backward slice from the last element to the first. They do not depend on the size. */
const last = -1;
const beforeTheFirst = -(2 ** 31);

function stridedSlice(
  l: OnnxBuilder,
  x: Value,
  attributes: Attributes,
  shape: readonly number[],
): Value {
  const strides = numbersOf(attributes, 'strides');
  const sparse = numbersOf(attributes, 'sparse');
  if (attributes['identity'] === true || sizeOf(shape) === 0) return l.reshape(x, shape);
  const begin = numbersOf(attributes, 'begin').map((from, i) =>
    strides[i]! < 0 && from === x.shape[i]! - 1 ? last : from,
  );
  const end = numbersOf(attributes, 'end').map((to, i) =>
    strides[i]! < 0 && to < 0 ? beforeTheFirst : to,
  );
  return l.reshape(l.slice(x, begin, end, strides, sparse), shape);
}

/** Padding rows are copies of inner rows, so each axis is gathered. */
function mirrorPad(l: OnnxBuilder, x: Value, attributes: Attributes): Value {
  const paddings = attributes['paddings'] as readonly (readonly number[])[];
  const offset = attributes['mode'] === 'reflect' ? 0 : 1;
  return paddings.reduce((value, [before, after], axis) => {
    const size = x.shape[axis]!;
    const indices = Array.from({ length: before! + size + after! }, (_, i) => {
      const at = i - before!;
      if (at < 0) return -at - offset;
      return at >= size ? 2 * size - 2 - at + offset : at;
    });
    return l.gatherAt(value, indices, axis);
  }, x);
}

function gather(
  l: OnnxBuilder,
  x: Value,
  indices: Value,
  attributes: Attributes,
  shape: readonly number[],
): Value {
  const [axis, batchDims] = [numberOf(attributes, 'axis'), numberOf(attributes, 'batchDims')];
  if (batchDims === 0) return l.gather(x, indices, axis);
  if (batchDims !== axis) {
    throw new CompileError(
      'unsupported-kernel',
      `Kernel GatherV2 needs batchDims 0 or equal to axis. Received: batchDims=${batchDims}, axis=${axis}.`,
    );
  }
  const positions = l.cast(l.reshape(indices, [...indices.shape, 1]), 'int64');
  return l.op('GatherND', [x, positions], shape, x.dtype, { batch_dims: batchDims });
}

/**
 * Sums rows by segment. A row whose segment is out of range is dropped, as in TensorFlow. A product with one-hot rows
 * would spread one NaN to every segment, and the threads of the runtime's ScatterND conflict.
 */
function segmentSum(l: OnnxBuilder, x: Value, segments: Value, shape: readonly number[]): Value {
  const [count] = shape as [number];
  const rows = sizeOf(segments.shape);
  const columns = sizeOf(shape) / count;
  const at = l.reshape(l.cast(segments, 'int32'), [rows, 1]);
  const inside = l.op(
    'And',
    [
      l.binary('GreaterOrEqual', at, l.scalar(0, 'int32'), 'bool'),
      l.binary('Less', at, l.scalar(count, 'int32'), 'bool'),
    ],
    at.shape,
    'bool',
  );
  const zero = l.scalar(0, x.dtype);
  const given = l.where(inside, l.reshape(x, [rows, columns]), zero);
  const row = l.where(inside, at, l.scalar(0, 'int32'));
  const indices = l.op('Expand', [row, l.ints([rows, columns])], [rows, columns]);
  const sums = l.op(
    'ScatterElements',
    [l.splat(0, [count, columns], x.dtype), indices, given],
    [count, columns],
    x.dtype,
    { axis: 0, reduction: 'add' },
  );
  return l.reshape(sums, shape);
}

/** @param indices `[..., n]`: indices along the first `n` axes of the shape. */
function scatterAdd(
  l: OnnxBuilder,
  indices: Value,
  updates: Value,
  shape: readonly number[],
): Value {
  const axes = indices.shape.at(-1)!;
  const strides = Array.from({ length: axes }, (_, axis) => sizeOf(shape.slice(axis + 1, axes)));
  const steps = l.mul(l.cast(indices, 'int32'), l.constant(strides, [axes], 'int32'));
  const segments = l.reduce('ReduceSum', steps, [indices.shape.length - 1]);
  const count = sizeOf(shape.slice(0, axes));
  return l.reshape(segmentSum(l, updates, segments, [count, ...shape.slice(axes)]), shape);
}

function oneHot(l: OnnxBuilder, indices: Value, attributes: Attributes, output: Value): Value {
  const of = (name: string): number => numberOf(attributes, name);
  return hot(l, indices, of('depth'), output.dtype, of('on'), of('off'));
}

/** Creates a one-hot row for each index. The row of an index out of range is off everywhere. */
function hot(
  l: OnnxBuilder,
  indices: Value,
  depth: number,
  dtype: DType,
  on: number,
  off: number,
): Value {
  const classes = l.constant(
    Array.from({ length: depth }, (_, i) => i),
    [depth],
    'int32',
  );
  const labels = l.reshape(l.cast(indices, 'int32'), [...indices.shape, 1]);
  const chosen = l.binary('Equal', labels, classes, 'bool');
  return l.where(chosen, l.scalar(on, dtype), l.scalar(off, dtype));
}

export function depthToSpace(
  l: OnnxBuilder,
  x: Value,
  block: number,
  shape: readonly number[],
): Value {
  const [batch, height, width] = x.shape as [number, number, number];
  const channels = shape[3]!;
  const split = l.reshape(x, [batch, height, width, block, block, channels]);
  return l.reshape(l.transpose(split, [0, 1, 3, 2, 4, 5]), shape);
}

export const arrangements: Lowerings = {
  Identity: (_, { inputs }) => inputs[0]!,
  Reshape: reshaped,
  ExpandDims: reshaped,
  Transpose: (l, { inputs, attributes }) => l.transpose(inputs[0]!, numbersOf(attributes, 'perm')),
  Reverse: (l, { inputs, attributes }) => reverse(l, inputs[0]!, numbersOf(attributes, 'axes')),
  Slice: (l, { inputs, attributes }) => {
    const [begin, size] = [numbersOf(attributes, 'begin'), numbersOf(attributes, 'size')];
    const end = begin.map((from, i) => from + size[i]!);
    return l.slice(
      inputs[0]!,
      begin,
      end,
      begin.map(() => 1),
      size,
    );
  },
  StridedSlice: (l, { inputs, attributes, outputs }) =>
    stridedSlice(l, inputs[0]!, attributes, outputs[0]!.shape),
  Tile: (l, { inputs, attributes, outputs }) => {
    const reps = numbersOf(attributes, 'reps');
    if (reps.every((count) => count === 1)) return inputs[0]!;
    const known = l.splatOf(inputs[0]);
    const { shape, dtype } = outputs[0]!;
    if (known !== undefined) return l.splat(known, shape, dtype);
    return l.op('Tile', [inputs[0], l.ints(reps)], shape);
  },
  PadV2: (l, { inputs, attributes }) =>
    l.pad(
      inputs[0]!,
      attributes['paddings'] as readonly (readonly number[])[],
      numberOf(attributes, 'value'),
    ),
  MirrorPad: (l, { inputs, attributes }) => mirrorPad(l, inputs[0]!, attributes),
  Concat: (l, { inputs, attributes }) => l.concat(inputs, numberOf(attributes, 'axis')),
  Pack: (l, { inputs, attributes, outputs }) => {
    const axis = numberOf(attributes, 'axis');
    // A concatenation of whole blocks: the same form as the stacks of merged products (passes/merge-products.ts).
    if (axis === 0 && inputs[0]!.shape.length > 0) {
      return l.reshape(l.concat(inputs, 0), outputs[0]!.shape);
    }
    const expanded = inputs.map((x) =>
      l.reshape(x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]),
    );
    return l.concat(expanded, axis);
  },
  Unpack: (l, { inputs, attributes, outputs }) => {
    const [x] = inputs as [Value];
    const axis = numberOf(attributes, 'axis');
    const [first, second, ...rest] = x.shape;
    if (axis === 0 && second !== undefined) {
      // Blocks of rows need no separate reshapes.
      const parts = outputs.map(() => second);
      return l.split(l.reshape(x, [first! * second, ...rest]), 0, parts);
    }
    return l
      .split(
        x,
        axis,
        outputs.map(() => 1),
      )
      .map((piece, i) => l.reshape(piece, outputs[i]!.shape));
  },
  SplitV: (l, { inputs, attributes }) =>
    l.split(inputs[0]!, numberOf(attributes, 'axis'), numbersOf(attributes, 'sizes')),
  GatherV2: (l, { inputs, attributes, outputs }) =>
    gather(l, inputs[0]!, inputs[1]!, attributes, outputs[0]!.shape),
  GatherNd: (l, { inputs, outputs }) =>
    l.op('GatherND', [inputs[0], l.cast(inputs[1]!, 'int64')], outputs[0]!.shape),
  ScatterNd: (l, { inputs, outputs }) => scatterAdd(l, inputs[0]!, inputs[1]!, outputs[0]!.shape),
  TensorScatterUpdate: (l, { inputs, outputs }) => {
    const [tensor, indices, updates] = inputs as [Value, Value, Value];
    return l.op('ScatterND', [tensor, l.cast(indices, 'int64'), updates], outputs[0]!.shape);
  },
  UnsortedSegmentSum: (l, { inputs, outputs }) =>
    segmentSum(l, inputs[0]!, inputs[1]!, outputs[0]!.shape),
  OneHot: (l, { inputs, attributes, outputs }) => oneHot(l, inputs[0]!, attributes, outputs[0]!),
  DepthToSpace: (l, { inputs, attributes, outputs }) =>
    depthToSpace(l, inputs[0]!, numberOf(attributes, 'blockSize'), outputs[0]!.shape),
  Fill: filled,
  ZerosLike: filled,
  OnesLike: filled,
  Range: counted,
  LinSpace: counted,
};
