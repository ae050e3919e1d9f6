/** Puts a partly transparent picture on paper, whether its ink is light or dark. */
import type { Picture } from '@speil/images';

/** If at least this share of the pixels is transparent, opacity can count as ink. */
const leastClear = 0.05;
/** The greatest spread of brightness within ink of one colour. */
const flat = 64;

/** @param data red, green, blue and opacity of each pixel. @returns a picture with one channel. */
export function onPaper(width: number, height: number, data: Uint8ClampedArray): Picture {
  const count = width * height;
  const grey = new Uint8Array(count);
  const opacity = (i: number): number => data[4 * i + 3]!;
  for (let i = 0; i < count; i++) {
    grey[i] = Math.round(
      0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!,
    );
  }
  const solid = grey.filter((_, i) => opacity(i) >= 128);
  const clear = count - solid.length;
  const isInk = clear >= leastClear * count && solid.length > 0 && spreadOf(solid) < flat;
  const pixels = grey.map((value, i) =>
    isInk ? 255 - opacity(i) : Math.round(255 + (opacity(i) / 255) * (value - 255)),
  );
  return { width, height, channels: 1, pixels };
}

/** @returns the spread of most values. */
function spreadOf(values: Uint8Array): number {
  const sorted = values.toSorted();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return at(0.95) - at(0.05);
}
