/**
 * The two gradients of a convolution, both written as convolutions, because these are fast on the wasm backend.
 *
 * Gradient with respect to the input (also the forward pass of a transposed convolution): the rows of the result are
 * divided into `stride` phases, and each phase is a small convolution over dy. All phases together are one convolution
 * with more channels, whose result depthToSpace interleaves (sub-pixel convolution, Shi et al. 2016). Gradient with
 * respect to the filter: the batch axis takes the role of the channels, and dy, dilated by the stride, takes the role
 * of the filter.
 */
import * as tf from '@tensorflow/tfjs-core';
import { derivedFrom } from './derived.js';
import { composed, type PatchedKernel } from './kernel.js';

interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat: 'NHWC' | 'NCHW';
}

/** The geometry of a convolution in one direction, vertical or horizontal. */
interface Side {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padBefore: number;
}

const inputGradient = composed<ConvolutionAttrs & { inputShape: [number, number, number, number] }>(
  tf.Conv2DBackpropInput,
  ({ dy, filter }, attrs) =>
    gradientToInput(dy as tf.Tensor4D, filter as tf.Tensor4D, attrs.inputShape, attrs),
);

const filterGradient = composed<
  ConvolutionAttrs & { filterShape: [number, number, number, number] }
>(tf.Conv2DBackpropFilter, ({ x, dy }, attrs) =>
  gradientToFilter(x as tf.Tensor4D, dy as tf.Tensor4D, attrs.filterShape, attrs),
);

export const conv2dGradientKernels: readonly PatchedKernel[] = [inputGradient, filterGradient];

function gradientToInput(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: [number, number, number, number],
  attrs: ConvolutionAttrs,
): tf.Tensor {
  const [vertical, horizontal] = sidesOf(inputShape, filter.shape, attrs);
  const rows = phasesOf(vertical);
  const columns = phasesOf(horizontal);
  const [, , inChannels, outChannels] = filter.shape;
  const strideArea = vertical.stride * horizontal.stride;
  const kernel = derivedFrom(filter, `phases ${vertical.stride} ${horizontal.stride}`, () =>
    tf.reshape<tf.Rank.R4>(phaseFilter(filter, vertical, horizontal, rows.taps, columns.taps), [
      rows.taps,
      columns.taps,
      outChannels,
      strideArea * inChannels,
    ]),
  );
  const phases = tf.conv2d(padOrCrop(dy, rows, columns), kernel, 1, 'valid');
  const [batch, height, width] = inputShape;
  const spread = interleave(phases, vertical.stride, horizontal.stride, inChannels);
  const [, spreadHeight, spreadWidth] = spread.shape;
  if (spreadHeight === height && spreadWidth === width) return spread;
  return tf.slice(
    spread,
    [
      0,
      vertical.padBefore - rows.first * vertical.stride,
      horizontal.padBefore - columns.first * horizontal.stride,
      0,
    ],
    [batch, height, width, inChannels],
  );
}

interface Phases {
  /** Length of the filter of a phase. */
  readonly taps: number;
  /** The first position of the result, in units of the stride. */
  readonly first: number;
  /** Number of rows to add before and after dy. If it is negative, so many rows are dropped. */
  readonly before: number;
  readonly after: number;
}

function phasesOf({ input, output, kernel, stride, padBefore }: Side): Phases {
  const taps = Math.ceil(kernel / stride);
  const first = Math.floor(padBefore / stride);
  const last = Math.floor((input - 1 + padBefore) / stride);
  return { taps, first, before: taps - 1 - first, after: last - (output - 1) };
}

/**
 * Rearranges a filter to `[taps * taps, outChannels, phases * inChannels]`: tap t of phase p is the filter's row `p +
 * stride (taps - 1 - t)`, or zeros if there is no such row.
 */
function phaseFilter(
  filter: tf.Tensor4D,
  vertical: Side,
  horizontal: Side,
  rowTaps: number,
  columnTaps: number,
): tf.Tensor {
  const [height, width, inChannels, outChannels] = filter.shape;
  const zero = height * width;
  const picks: number[] = [];
  for (let r = rowTaps - 1; r >= 0; r--) {
    for (let c = columnTaps - 1; c >= 0; c--) {
      for (let p = 0; p < vertical.stride; p++) {
        for (let q = 0; q < horizontal.stride; q++) {
          const row = p + vertical.stride * r;
          const column = q + horizontal.stride * c;
          picks.push(row < height && column < width ? row * width + column : zero);
        }
      }
    }
  }
  const rows = tf.reshape(filter, [zero, inChannels * outChannels]);
  const withZero = picks.includes(zero)
    ? tf.pad(rows, [
        [0, 1],
        [0, 0],
      ])
    : rows;
  const picked = tf.gather(withZero, tf.tensor1d(picks, 'int32'));
  const area = vertical.stride * horizontal.stride;
  const byTap = tf.reshape(picked, [rowTaps * columnTaps, area * inChannels, outChannels]);
  return tf.transpose(byTap, [0, 2, 1]);
}

function padOrCrop(x: tf.Tensor4D, rows: Phases, columns: Phases): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const crop = (size: number): number => Math.max(0, -size);
  const grow = (size: number): number => Math.max(0, size);
  const cropped = [rows.before, rows.after, columns.before, columns.after].some((size) => size < 0)
    ? tf.slice(
        x,
        [0, crop(rows.before), crop(columns.before), 0],
        [
          batch,
          height - crop(rows.before) - crop(rows.after),
          width - crop(columns.before) - crop(columns.after),
          channels,
        ],
      )
    : x;
  return tf.pad(cropped, [
    [0, 0],
    [grow(rows.before), grow(rows.after)],
    [grow(columns.before), grow(columns.after)],
    [0, 0],
  ]);
}

function interleave(
  phases: tf.Tensor4D,
  strideHeight: number,
  strideWidth: number,
  channels: number,
): tf.Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return phases;
  if (strideHeight === strideWidth) return tf.depthToSpace(phases, strideHeight);
  const [batch, height, width] = phases.shape;
  const split = tf.reshape(phases, [batch * height, width, strideHeight, strideWidth * channels]);
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [
    batch,
    height * strideHeight,
    width * strideWidth,
    channels,
  ]);
}

function gradientToFilter(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: [number, number, number, number],
  attrs: ConvolutionAttrs,
): tf.Tensor {
  const [vertical, horizontal] = sidesOf(x.shape, filterShape, attrs);
  const [kernelHeight, kernelWidth, inChannels, outChannels] = filterShape;
  const reached = dropUnreached(x, vertical, horizontal);
  const [batch, height, width] = reached.shape;
  const images = tf.reshape<tf.Rank.R4>(
    tf.transpose(tf.reshape(reached, [batch, height * width, inChannels]), [2, 1, 0]),
    [inChannels, height, width, batch],
  );
  const gradients = tf.reshape<tf.Rank.R4>(
    tf.transpose(
      tf.reshape(dy, [batch, vertical.output * horizontal.output, outChannels]),
      [1, 0, 2],
    ),
    [vertical.output, horizontal.output, batch, outChannels],
  );
  const correlated = tf.conv2d(
    images,
    gradients,
    1,
    [
      [0, 0],
      [vertical.padBefore, Math.max(0, padAfter(vertical))],
      [horizontal.padBefore, Math.max(0, padAfter(horizontal))],
      [0, 0],
    ],
    'NHWC',
    [vertical.stride, horizontal.stride],
  );
  const byKernel = tf.transpose(
    tf.reshape(correlated, [inChannels, kernelHeight * kernelWidth, outChannels]),
    [1, 0, 2],
  );
  return tf.reshape(byKernel, filterShape);
}

/**
 * The padding after the input with which dy has exactly `kernel` positions. If it is negative, no window reached that
 * many rows at the end.
 */
function padAfter({ input, output, kernel, stride, padBefore }: Side): number {
  return stride * (output - 1) + kernel - input - padBefore;
}

function dropUnreached(x: tf.Tensor4D, vertical: Side, horizontal: Side): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = height + Math.min(0, padAfter(vertical));
  const columns = width + Math.min(0, padAfter(horizontal));
  if (rows === height && columns === width) return x;
  return tf.slice(x, [0, 0, 0, 0], [batch, rows, columns, channels]);
}

function sidesOf(
  inputShape: [number, number, number, number],
  filterShape: [number, number, number, number],
  { strides, pad, dimRoundingMode, dataFormat }: ConvolutionAttrs,
): [vertical: Side, horizontal: Side] {
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    dataFormat === 'NCHW' ? 'channelsFirst' : 'channelsLast',
  );
  if (info.dataFormat !== 'channelsLast') {
    throw new Error(`wasm convolutions take NHWC. Received: ${dataFormat}.`);
  }
  return [
    {
      input: info.inHeight,
      output: info.outHeight,
      kernel: info.filterHeight,
      stride: info.strideHeight,
      padBefore: info.padInfo.top,
    },
    {
      input: info.inWidth,
      output: info.outWidth,
      kernel: info.filterWidth,
      stride: info.strideWidth,
      padBefore: info.padInfo.left,
    },
  ];
}
