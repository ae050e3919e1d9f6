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
  const solid: number[] = [];
  for (let i = 0; i < count; i++) {
    grey[i] = Math.round(
      0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!,
    );
    if (data[4 * i + 3]! >= 128) solid.push(grey[i]!);
  }
  const opacity = (i: number): number => data[4 * i + 3]!;
  const clear = count - solid.length;
  solid.sort((a, b) => a - b);
  const at = (share: number): number => solid[Math.round(share * (solid.length - 1))] ?? 0;
  const isInk = clear >= leastClear * count && solid.length > 0 && at(0.95) - at(0.05) < flat;
  const pixels = grey.map((value, i) =>
    isInk ? 255 - opacity(i) : Math.round(255 + (opacity(i) / 255) * (value - 255)),
  );
  return { width, height, channels: 1, pixels };
}
