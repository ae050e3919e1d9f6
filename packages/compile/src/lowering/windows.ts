/**
 * Gathers the windows of a picture (im2col), `[batch, height, width, channels]` to `[batch, positions, taps,
 * channels]`, and sums windows at each pixel (col2im), with one Gather each. Convolutions, pooling and their gradients
 * are built from these two functions. Equal windows are gathered once (passes/common-subexpressions.ts).
 */
import type { Value } from '../ir/graph.js';
import { numbersOf, type Attributes, type OnnxBuilder } from '../ir/onnx-builder.js';

/** The geometry of windows, as recorded by the trace. */
export interface Geometry {
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Top, left, bottom, right. */
  readonly pads: readonly number[];
  /** Rows and columns of the gathered picture around the given one, in the same order. Default: what windows reach. */
  readonly border?: readonly number[];
}

export function geometryOf(
  attributes: Attributes,
  [, height, width]: readonly number[],
  [, outHeight, outWidth]: readonly number[],
): Geometry {
  return {
    height: height!,
    width: width!,
    outHeight: outHeight!,
    outWidth: outWidth!,
    kernel: numbersOf(attributes, 'kernel'),
    strides: numbersOf(attributes, 'strides'),
    dilations: numbersOf(attributes, 'dilations'),
    pads: numbersOf(attributes, 'pads'),
  };
}

/** Visits each tap of each window with its row and column in the picture, which may be outside. */
function eachTap(
  g: Geometry,
  visit: (position: number, tap: number, row: number, column: number) => void,
): void {
  const [kernelHeight, kernelWidth] = g.kernel as [number, number];
  for (let y = 0; y < g.outHeight; y++) {
    for (let x = 0; x < g.outWidth; x++) {
      for (let i = 0; i < kernelHeight; i++) {
        for (let j = 0; j < kernelWidth; j++) {
          const row = y * g.strides[0]! + i * g.dilations[0]! - g.pads[0]!;
          const column = x * g.strides[1]! + j * g.dilations[1]! - g.pads[1]!;
          visit(y * g.outWidth + x, i * kernelWidth + j, row, column);
        }
      }
    }
  }
}

export function tapsOf({ kernel }: Geometry): number {
  return kernel[0]! * kernel[1]!;
}

export function positionsOf({ outHeight, outWidth }: Geometry): number {
  return outHeight * outWidth;
}

/** Whether every window is one pixel and every pixel is one window. */
function isPixelwise(g: Geometry): boolean {
  return (
    tapsOf(g) === 1 &&
    g.outHeight === g.height &&
    g.outWidth === g.width &&
    g.strides.every((stride) => stride === 1) &&
    g.pads.every((pad) => pad === 0)
  );
}

/**
 * @param x `[batch, height, width, channels]`.
 * @param outside the value of pixels outside the picture.
 * @returns `[batch, positions, taps, channels]`.
 */
export function windowsOf(l: OnnxBuilder, x: Value, g: Geometry, outside = 0): Value {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const shape = [batch, positionsOf(g), tapsOf(g), channels];
  if (isPixelwise(g)) return l.reshape(x, shape);
  const [top, left, bottom, right] = (g.border ?? reachOf(g)) as [number, number, number, number];
  const padded = l.pad(
    x,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    outside,
  );
  const rowLength = g.width + left + right;
  const flat = l.reshape(padded, [batch, padded.shape[1]! * rowLength, channels]);
  const indices: number[] = [];
  eachTap(g, (_position, _tap, row, column) =>
    indices.push((row + top) * rowLength + column + left),
  );
  const gathered = l.gather(flat, l.constant(indices, [indices.length], 'int32'), 1);
  return l.reshape(gathered, shape);
}

/** How far windows reach beyond each edge: top, left, bottom, right. */
export function reachOf(g: Geometry): [number, number, number, number] {
  const last = (out: number, axis: 0 | 1): number =>
    (out - 1) * g.strides[axis]! + (g.kernel[axis]! - 1) * g.dilations[axis]! - g.pads[axis]!;
  return [
    Math.max(0, g.pads[0]!),
    Math.max(0, g.pads[1]!),
    Math.max(0, last(g.outHeight, 0) - g.height + 1),
    Math.max(0, last(g.outWidth, 1) - g.width + 1),
  ];
}

/**
 * The transpose of `windowsOf`: at each pixel the sum of the taps that lie on it.
 *
 * @param columns `[batch, positions, taps, channels]`.
 * @returns `[batch, height, width, channels]`.
 */
export function sumOfWindows(l: OnnxBuilder, columns: Value, g: Geometry): Value {
  const [batch, , , channels] = columns.shape as [number, number, number, number];
  const shape = [batch, g.height, g.width, channels];
  if (isPixelwise(g)) return l.reshape(columns, shape);
  const taps = tapsOf(g);
  const sources: number[][] = Array.from({ length: g.height * g.width }, () => []);
  eachTap(g, (position, tap, row, column) => {
    if (row < 0 || column < 0 || row >= g.height || column >= g.width) return;
    sources[row * g.width + column]!.push(position * taps + tap);
  });
  const count = positionsOf(g) * taps;
  const most = Math.max(1, ...sources.map(({ length }) => length));
  const ragged = sources.some(({ length }) => length < most);
  const flat = l.reshape(columns, [batch, count, channels]);
  // Append a row of zeros, for pixels that fewer windows cover.
  const withZero = ragged
    ? l.pad(flat, [
        [0, 0],
        [0, 1],
        [0, 0],
      ])
    : flat;
  const indices = sources.flatMap((from) =>
    Array.from({ length: most }, (_, i) => from[i] ?? count),
  );
  const gathered = l.gather(withZero, l.constant(indices, [indices.length], 'int32'), 1);
  if (most === 1) return l.reshape(gathered, shape);
  const stacked = l.reshape(gathered, [batch, g.height * g.width, most, channels]);
  return l.reshape(l.reduce('ReduceSum', stacked, [2]), shape);
}

/** Counts the pixels of each window that are inside the picture, `[positions]`: the divisors of averages. */
export function countsInside(g: Geometry): number[] {
  const counts = Array.from({ length: positionsOf(g) }, () => 0);
  eachTap(g, (position, _tap, row, column) => {
    if (row >= 0 && column >= 0 && row < g.height && column < g.width) counts[position]!++;
  });
  return counts;
}
