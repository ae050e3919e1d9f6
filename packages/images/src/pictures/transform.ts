/** Resizes pictures and converts their colours. */
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

/**
 * Resizes a picture with a triangle filter. When it shrinks a picture, the filter is as wide as the reduction, so that
 * all pixels are averaged and none is skipped. When it enlarges a picture, the filter is bilinear interpolation. The
 * result has exactly the new size, so the proportions may change.
 */
export function resize(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  return resizeRows(rowsOf(picture), width, height);
}

/** Resizes a picture that is read row by row. */
export function resizeRows(picture: PixelRows, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return collect(picture);
  const { channels } = picture;
  const across = weightsFor(picture.width, width);
  const down = weightsFor(picture.height, height);
  const stride = width * channels;
  const rows = new Float64Array(picture.height * stride);
  let at = 0;
  for (const row of picture.rows) {
    across.forEach(({ first, weights }, x) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        weights.forEach((weight, i) => {
          sum += weight * row[(first + i) * channels + c]!;
        });
        rows[at + x * channels + c] = sum;
      }
    });
    at += stride;
  }
  const pixels = new Uint8ClampedArray(stride * height);
  down.forEach(({ first, weights }, y) => {
    for (let i = 0; i < stride; i++) {
      let sum = 0;
      weights.forEach((weight, k) => {
        sum += weight * rows[(first + k) * stride + i]!;
      });
      pixels[y * stride + i] = sum;
    }
  });
  return { width, height, channels, pixels: new Uint8Array(pixels.buffer) };
}

interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

function weightsFor(from: number, to: number): readonly Taps[] {
  const scale = from / to;
  const radius = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - radius));
    const last = Math.min(from - 1, Math.floor(centre + radius));
    const raw = Array.from({ length: last - first + 1 }, (_unused, k) =>
      Math.max(0, 1 - Math.abs(first + k - centre) / radius),
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: raw.map((weight) => weight / total) };
  });
}
