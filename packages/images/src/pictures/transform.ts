/** Resizes pictures and converts their colours. */
import { InvalidArgumentError } from '@speil/api';
import type { Picture } from './picture.js';
import { collect, convertChannels, rowsOf, type PixelRows } from './rows.js';

/** Converts to grey by the luma of ITU-R BT.601. */
export function toGrey(picture: Picture): Picture {
  return picture.channels === 1 ? picture : collect(convertChannels(rowsOf(picture), 1));
}

/** Converts one channel to three equal ones. */
export function toColour(picture: Picture): Picture {
  return picture.channels === 3 ? picture : collect(convertChannels(rowsOf(picture), 3));
}

/** Exchanges light and dark: dark ink on light paper becomes white on black, as in MNIST. */
export function invert(picture: Picture): Picture {
  return { ...picture, pixels: picture.pixels.map((value) => 255 - value) };
}

/**
 * Enlarges every pixel to a square with a side of `factor` pixels, without interpolation. @param factor a positive
 * integer.
 */
export function enlarge(picture: Picture, factor: number): Picture {
  const { width, height, channels, pixels: from } = picture;
  const [across, down] = [width * factor, height * factor];
  const pixels = new Uint8Array(across * down * channels);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const source = (Math.floor(y / factor) * width + Math.floor(x / factor)) * channels;
      pixels.set(from.subarray(source, source + channels), (y * across + x) * channels);
    }
  }
  return { width: across, height: down, channels, pixels };
}

/** The weight of a pixel at a distance, in pixels of the smaller grid. */
interface Kernel {
  /** The weight is 0 from this distance on. */
  readonly radius: number;
  readonly weight: (distance: number) => number;
}

const kernels = {
  /** Enlarged, bilinear interpolation. */
  triangle: { radius: 1, weight: (d) => Math.max(0, 1 - d) },
  /** Cubic convolution with a = -1/2 (Keys 1981, equation 15), which is called bicubic. */
  cubic: {
    radius: 2,
    weight: (d) =>
      d < 1 ? 1.5 * d ** 3 - 2.5 * d ** 2 + 1 : -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2,
  },
} as const satisfies Record<string, Kernel>;

/**
 * Resizes a picture by filtering. When it shrinks a picture, the filter is as wide as the reduction, so that all pixels
 * count and none is skipped. The result has exactly the new size, so the proportions may change.
 *
 * @param kernel default `triangle`; `cubic` is Pillow's BICUBIC.
 */
export function resize(
  picture: Picture,
  width: number,
  height: number,
  kernel: keyof typeof kernels = 'triangle',
): Picture {
  if (picture.width === width && picture.height === height) return picture;
  return resizeRows(rowsOf(picture), width, height, kernels[kernel]);
}

/**
 * Reduces a picture and enlarges it again, both by bicubic interpolation: the usual baseline of super-resolution.
 *
 * @throws InvalidArgumentError unless both sides are multiples of the factor.
 */
export function bicubicBaseline(picture: Picture, factor: number): Picture {
  const { width, height } = picture;
  if (width % factor !== 0 || height % factor !== 0) {
    throw new InvalidArgumentError(
      `Both sides must be multiples of ${factor}. Received: ${width} x ${height}.`,
    );
  }
  return resize(resize(picture, width / factor, height / factor, 'cubic'), width, height, 'cubic');
}

/** Resizes a picture that is read row by row. */
export function resizeRows(
  picture: PixelRows,
  width: number,
  height: number,
  kernel: Kernel = kernels.triangle,
): Picture {
  if (picture.width === width && picture.height === height) return collect(picture);
  const { channels } = picture;
  const across = weightsFor(picture.width, width, kernel);
  const down = weightsFor(picture.height, height, kernel);
  const stride = width * channels;
  const line = new Float64Array(stride);
  const sums = new Float64Array(stride * height);
  /** The first row of the result that is not complete. */
  let open = 0;
  let from = 0;
  for (const row of picture.rows) {
    resizeRow[channels](row, line, across);
    while (open < height && from >= down[open]!.first + down[open]!.weights.length) open++;
    for (let y = open; y < height && down[y]!.first <= from; y++) {
      const { first, weights } = down[y]!;
      if (from < first + weights.length) addRow(sums, y * stride, line, weights[from - first]!);
    }
    from++;
  }
  const pixels = new Uint8ClampedArray(sums);
  return { width, height, channels, pixels: new Uint8Array(pixels.buffer) };
}

/** Adds a weighted row to the sums from `start` on. */
function addRow(sums: Float64Array, start: number, row: Float64Array, weight: number): void {
  for (let i = 0; i < row.length; i++) sums[start + i]! += weight * row[i]!;
}

type ResizeRow = (from: Uint8Array, to: Float64Array, across: readonly Taps[]) => void;

/** Plain loops, one for each number of channels, since every pixel of every picture passes through here. */
const resizeRow: Readonly<Record<Picture['channels'], ResizeRow>> = {
  1(from, to, across) {
    for (let x = 0; x < across.length; x++) {
      const { first, weights } = across[x]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * from[first + i]!;
      to[x] = sum;
    }
  },
  3(from, to, across) {
    for (let x = 0; x < across.length; x++) {
      const { first, weights } = across[x]!;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let i = 0, j = 3 * first; i < weights.length; i++, j += 3) {
        const weight = weights[i]!;
        red += weight * from[j]!;
        green += weight * from[j + 1]!;
        blue += weight * from[j + 2]!;
      }
      to[3 * x] = red;
      to[3 * x + 1] = green;
      to[3 * x + 2] = blue;
    }
  },
};

interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

function weightsFor(from: number, to: number, kernel: Kernel): readonly Taps[] {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const radius = kernel.radius * stretch;
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - radius));
    const last = Math.min(from - 1, Math.floor(centre + radius));
    const raw = Array.from({ length: last - first + 1 }, (_unused, k) =>
      kernel.weight(Math.abs(first + k - centre) / stretch),
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: Float64Array.from(raw, (weight) => weight / total) };
  });
}
