/**
 * Lowers convolutions and their gradients to one of two forms: ONNX's convolutions on NCHW, or gathered windows and one
 * matrix product. The first is faster in onnxruntime-node, the second in the browser (docs/decisions).
 */
import { sizeOf, type Value } from '../ir/graph.js';
import { activate } from './elementwise.js';
import { numberOf, type OnnxBuilder, type Lowerings } from '../ir/onnx-builder.js';
import {
  geometryOf,
  positionsOf,
  reachOf,
  sumOfWindows,
  tapsOf,
  windowsOf,
  type Geometry,
} from './windows.js';

const toChannelsFirst = [0, 3, 1, 2];
const toChannelsLast = [0, 2, 3, 1];

const attributesOf = ({ kernel, strides, dilations, pads }: Geometry) => ({
  kernel_shape: kernel,
  strides,
  dilations,
  pads,
});

/** @param filter `[height, width, in, out]`. */
function convolve(
  l: OnnxBuilder,
  x: Value,
  filter: Value,
  g: Geometry,
  shape: readonly number[],
  bias?: Value,
): Value {
  const channels = filter.shape[2]!;
  const filters = filter.shape[3]!;
  const row = bias === undefined || sizeOf(bias.shape) !== filters ? undefined : bias;
  if (l.convolutions === 'product' || tapsOf(g) === 1) {
    const columns = l.reshape(windowsOf(l, x, g), [
      x.shape[0]! * positionsOf(g),
      tapsOf(g) * channels,
    ]);
    const kernel = l.reshape(filter, [tapsOf(g) * channels, filters]);
    const c = row === undefined ? {} : { c: l.reshape(row, [filters]) };
    return l.reshape(l.product(columns, kernel, c), shape);
  }
  const [batch, height, width] = shape as [number, number, number];
  const inputs = [l.transpose(x, toChannelsFirst), l.transpose(filter, [3, 2, 0, 1])];
  if (row !== undefined) inputs.push(l.reshape(row, [filters]));
  const y = l.op('Conv', inputs, [batch, filters, height, width], 'float32', attributesOf(g));
  return l.transpose(y, toChannelsLast);
}

function withBias(l: OnnxBuilder, y: Value, bias: Value | undefined): Value {
  if (bias === undefined || sizeOf(bias.shape) === y.shape.at(-1)) return y;
  return l.add(y, bias);
}

/** Numbers of rows and columns after the last window, which no output uses. */
function unusedBorder({ kernel, strides, dilations, pads, ...g }: Geometry): [number, number] {
  const unused = (size: number, out: number, axis: 0 | 1): number =>
    size -
    (strides[axis]! * (out - 1) + (kernel[axis]! - 1) * dilations[axis]! + 1) +
    pads[axis]! +
    pads[axis + 2]!;
  return [unused(g.height, g.outHeight, 0), unused(g.width, g.outWidth, 1)];
}

/** Pixels of a convolution's input whose gradients are a convolution of the result's gradient. */
interface Phase {
  readonly geometry: Geometry;
  /** The taps that lie on these pixels, from the last to the first. */
  readonly taps: readonly number[];
}

/**
 * Divides the pixels of a convolution's input by the remainders of their rows and columns, divided by the strides: on
 * all pixels of a phase lie the same taps. So a transposed convolution is a few small convolutions, which add up the
 * taps of a pixel instead of writing them all to memory first. Without strides there is one phase, of all pixels, and
 * the filter is turned by 180 degrees.
 *
 * @returns phases in row-major order of the remainders; undefined if they differ in size, or if one has no taps.
 */
function phasesOf(g: Geometry): readonly Phase[] | undefined {
  const axes = ([0, 1] as const).map((axis) => {
    const [stride, kernel, dilation] = [g.strides[axis]!, g.kernel[axis]!, g.dilations[axis]!];
    const [size, out] = axis === 0 ? [g.height, g.outHeight] : [g.width, g.outWidth];
    if (size % stride !== 0 || kernel < stride || (stride > 1 && dilation > 1)) return undefined;
    return Array.from({ length: stride }, (_, remainder) => {
      const reach = remainder + g.pads[axis]!;
      const first = reach % stride;
      const count = Math.ceil((kernel - first) / stride);
      const pixels = size / stride;
      const before = dilation * (count - 1) - (reach - first) / stride;
      return {
        // The last tap stands first.
        taps: Array.from({ length: count }, (_, i) => first + stride * (count - 1 - i)),
        pixels,
        before,
        after: pixels - out - before + dilation * (count - 1),
      };
    });
  });
  const [rows, columns] = axes;
  if (rows === undefined || columns === undefined) return undefined;
  const phases = rows.flatMap((row) =>
    columns.map((column) => ({
      geometry: {
        height: g.outHeight,
        width: g.outWidth,
        outHeight: row.pixels,
        outWidth: column.pixels,
        kernel: [row.taps.length, column.taps.length],
        strides: [1, 1],
        dilations: g.dilations,
        pads: [row.before, column.before, row.after, column.after],
      },
      taps: row.taps.flatMap((i) => column.taps.map((j) => i * g.kernel[1]! + j)),
    })),
  );
  // One border for all of them, so that the gradient is copied once.
  const border = [0, 1, 2, 3].map((side) =>
    Math.max(...phases.map(({ geometry }) => reachOf(geometry)[side]!)),
  );
  return phases.map(({ geometry, taps }) => ({ geometry: { ...geometry, border }, taps }));
}

/** Convolves the result's gradient for each phase, and puts the pixels in their order. */
function convolvePhases(
  l: OnnxBuilder,
  dy: Value,
  filter: Value,
  phases: readonly Phase[],
  [strideHeight, strideWidth]: readonly number[],
  shape: readonly number[],
): Value {
  const [height, width, channels, filters] = filter.shape as [number, number, number, number];
  const flat = l.reshape(filter, [height * width, channels, filters]);
  const parts = phases.map(({ geometry, taps }) => {
    const chosen = l.gatherAt(flat, taps, 0);
    const kernel = l.reshape(l.transpose(chosen, [0, 2, 1]), [
      ...geometry.kernel,
      filters,
      channels,
    ]);
    const pixels = [dy.shape[0]!, geometry.outHeight, geometry.outWidth, channels];
    return convolve(l, dy, kernel, geometry, pixels);
  });
  const [first] = parts;
  if (parts.length === 1) return l.reshape(first!, shape);
  const [batch, rows, columns] = first!.shape as [number, number, number, number];
  const stack = l.concat(
    parts.map((part) => l.reshape(part, [1, ...part.shape])),
    0,
  );
  const divided = [strideHeight!, strideWidth!, batch, rows, columns, channels];
  return l.reshape(l.transpose(l.reshape(stack, divided), [2, 3, 0, 4, 1, 5]), shape);
}

/**
 * Computes the gradient of the input, which is also a transposed convolution. Without strides it is a convolution also
 * in onnxruntime-node, which distributes it better over threads.
 *
 * @param shape the input's shape.
 */
function convolveBack(
  l: OnnxBuilder,
  dy: Value,
  filter: Value,
  g: Geometry,
  shape: readonly number[],
): Value {
  const [, , channels, filters] = filter.shape as [number, number, number, number];
  const unused = unusedBorder(g);
  const fits = unused.every((rows, axis) => rows >= 0 && rows < g.strides[axis]!);
  const isProduct = l.convolutions === 'product' || tapsOf(g) === 1;
  const hasStrides = g.strides.some((stride) => stride !== 1);
  if (fits && tapsOf(g) > 1 && (isProduct || !hasStrides)) {
    const phases = phasesOf(g);
    const isCropped = phases?.some(({ geometry }) => geometry.pads.some((pad) => pad < 0));
    // ONNX's convolutions have no negative padding.
    if (phases !== undefined && (isProduct || !isCropped)) {
      return convolvePhases(l, dy, filter, phases, g.strides, shape);
    }
  }
  if (isProduct || !fits) {
    const rows = l.reshape(dy, [dy.shape[0]! * positionsOf(g), filters]);
    const kernel = l.reshape(filter, [tapsOf(g) * channels, filters]);
    const columns = l.product(rows, kernel, { transposeB: true });
    const stacked = l.reshape(columns, [dy.shape[0]!, positionsOf(g), tapsOf(g), channels]);
    return sumOfWindows(l, stacked, g);
  }
  const [batch, height, width] = shape as [number, number, number];
  const y = l.op(
    'ConvTranspose',
    [l.transpose(dy, toChannelsFirst), l.transpose(filter, [3, 2, 0, 1])],
    [batch, channels, height, width],
    'float32',
    { ...attributesOf(g), output_padding: unused },
  );
  return l.transpose(y, toChannelsLast);
}

/** @returns `[height, width, in, out]`. */
function filterGradient(
  l: OnnxBuilder,
  x: Value,
  dy: Value,
  g: Geometry,
  shape: readonly number[],
): Value {
  const [, , channels, filters] = shape as [number, number, number, number];
  const rows = x.shape[0]! * positionsOf(g);
  const columns = l.reshape(windowsOf(l, x, g), [rows, tapsOf(g) * channels]);
  const gradients = l.reshape(dy, [rows, filters]);
  return l.reshape(l.product(columns, gradients, { transposeA: true }), shape);
}

/**
 * Convolves depthwise. With the multiplier m, channel `c m + q` of the result is filter q of channel c.
 *
 * @param filter `[height, width, in, multiplier]`.
 */
function depthwise(
  l: OnnxBuilder,
  x: Value,
  filter: Value,
  g: Geometry,
  shape: readonly number[],
): Value {
  const [kernelHeight, kernelWidth, channels, multiplier] = filter.shape as [
    number,
    number,
    number,
    number,
  ];
  const [batch, height, width, filters] = shape as [number, number, number, number];
  const grouped = l.reshape(l.transpose(filter, [2, 3, 0, 1]), [
    channels * multiplier,
    1,
    kernelHeight,
    kernelWidth,
  ]);
  const y = l.op(
    'Conv',
    [l.transpose(x, toChannelsFirst), grouped],
    [batch, filters, height, width],
    'float32',
    { ...attributesOf(g), group: channels },
  );
  return l.transpose(y, toChannelsLast);
}

function depthwiseBack(l: OnnxBuilder, dy: Value, filter: Value, g: Geometry): Value {
  const [, , channels, multiplier] = filter.shape as [number, number, number, number];
  const [batch] = dy.shape as [number];
  // The contribution of each tap: dy times the filter, summed over the multiplier.
  const rows = l.reshape(dy, [batch, positionsOf(g), 1, channels, multiplier]);
  const kernel = l.reshape(filter, [1, 1, tapsOf(g), channels, multiplier]);
  const columns = l.reduce('ReduceSum', l.mul(rows, kernel), [4]);
  return sumOfWindows(l, columns, g);
}

function depthwiseFilterGradient(
  l: OnnxBuilder,
  x: Value,
  dy: Value,
  g: Geometry,
  shape: readonly number[],
): Value {
  const [, , channels, multiplier] = shape as [number, number, number, number];
  const rows = x.shape[0]! * positionsOf(g);
  const columns = l.reshape(windowsOf(l, x, g), [rows, tapsOf(g), channels, 1]);
  const gradients = l.reshape(dy, [rows, 1, channels, multiplier]);
  return l.reshape(l.reduce('ReduceSum', l.mul(columns, gradients), [0]), shape);
}

export const convolutions: Lowerings = {
  Conv2D: (l, { inputs, attributes, outputs }) => {
    const [x, filter] = inputs as [Value, Value];
    const { shape } = outputs[0]!;
    return convolve(l, x, filter, geometryOf(attributes, x.shape, shape), shape);
  },
  FusedConv2D: (l, { inputs, attributes, outputs }) => {
    const [x, filter, bias, prelu] = inputs as [Value, Value, Value | undefined, Value | undefined];
    const { shape } = outputs[0]!;
    const y = convolve(l, x, filter, geometryOf(attributes, x.shape, shape), shape, bias);
    const sum = withBias(l, y, bias);
    return activate(
      l,
      attributes['activation'] as string,
      sum,
      numberOf(attributes, 'alpha'),
      prelu,
    );
  },
  Conv2DBackpropInput: (l, { inputs, attributes, outputs }) => {
    const [dy, filter] = inputs as [Value, Value];
    const { shape } = outputs[0]!;
    return convolveBack(l, dy, filter, geometryOf(attributes, shape, dy.shape), shape);
  },
  Conv2DBackpropFilter: (l, { inputs, attributes, outputs }) => {
    const [x, dy] = inputs as [Value, Value];
    const g = geometryOf(attributes, x.shape, dy.shape);
    return filterGradient(l, x, dy, g, outputs[0]!.shape);
  },
  DepthwiseConv2dNative: (l, { inputs, attributes, outputs }) => {
    const [x, filter] = inputs as [Value, Value];
    const { shape } = outputs[0]!;
    return depthwise(l, x, filter, geometryOf(attributes, x.shape, shape), shape);
  },
  FusedDepthwiseConv2D: (l, { inputs, attributes, outputs }) => {
    const [x, filter, bias, prelu] = inputs as [Value, Value, Value | undefined, Value | undefined];
    const { shape } = outputs[0]!;
    const y = depthwise(l, x, filter, geometryOf(attributes, x.shape, shape), shape);
    const sum = bias === undefined ? y : l.add(y, bias);
    return activate(
      l,
      attributes['activation'] as string,
      sum,
      numberOf(attributes, 'alpha'),
      prelu,
    );
  },
  DepthwiseConv2dNativeBackpropInput: (l, { inputs, attributes, outputs }) => {
    const [dy, filter] = inputs as [Value, Value];
    return depthwiseBack(l, dy, filter, geometryOf(attributes, outputs[0]!.shape, dy.shape));
  },
  DepthwiseConv2dNativeBackpropFilter: (l, { inputs, attributes, outputs }) => {
    const [x, dy] = inputs as [Value, Value];
    const g = geometryOf(attributes, x.shape, dy.shape);
    return depthwiseFilterGradient(l, x, dy, g, outputs[0]!.shape);
  },
};
