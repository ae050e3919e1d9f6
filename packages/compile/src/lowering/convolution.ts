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

/** Turns a filter by 180 degrees. @param filter `[height, width, in, out]`. */
function turned(l: OnnxBuilder, filter: Value): Value {
  const [height, width, channels, filters] = filter.shape as [number, number, number, number];
  const taps = height * width;
  const backwards = Array.from({ length: taps }, (_, i) => taps - 1 - i);
  const flat = l.reshape(filter, [taps, channels, filters]);
  const indices = l.constant(backwards, [taps], 'int32');
  return l.reshape(l.gather(flat, indices, 0), filter.shape);
}

/** What lies around the gradient of a convolution without strides, when the turned filter moves over it. */
function padsOfTurned({ kernel, dilations, pads }: Geometry): number[] {
  return pads.map((pad, i) => dilations[i % 2]! * (kernel[i % 2]! - 1) - pad);
}

/**
 * Computes the gradient of the input, which is also a transposed convolution. Without strides it is a convolution with
 * the turned filter, which the runtime distributes better over threads.
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
  if (l.convolutions === 'product' || tapsOf(g) === 1 || !fits) {
    const rows = l.reshape(dy, [dy.shape[0]! * positionsOf(g), filters]);
    const kernel = l.reshape(filter, [tapsOf(g) * channels, filters]);
    const columns = l.product(rows, kernel, { transposeB: true });
    const stacked = l.reshape(columns, [dy.shape[0]!, positionsOf(g), tapsOf(g), channels]);
    return sumOfWindows(l, stacked, g);
  }
  const [batch, height, width] = shape as [number, number, number];
  const pads = padsOfTurned(g);
  if (g.strides.every((stride) => stride === 1) && pads.every((pad) => pad >= 0)) {
    const y = l.op(
      'Conv',
      [l.transpose(dy, toChannelsFirst), l.transpose(turned(l, filter), [2, 3, 0, 1])],
      [batch, channels, height, width],
      'float32',
      { ...attributesOf(g), pads },
    );
    return l.transpose(y, toChannelsLast);
  }
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
