/**
 * Finds ink on an unevenly lit sheet, as in a photograph, by its difference to the paper around it. It does not take a
 * shadow, the sheet's edge or the table for ink.
 */
import type { Picture } from '@speil/images';

/** Radius of the neighbourhood, as a share of the longer side: wider than a stroke, narrower than a shadow. */
const reach = 1 / 10;
/** The least difference in brightness between ink and the paper around it. */
const leastContrast = 24;
/** Ink fainter than this share of the strongest ink counts as the paper's grain. */
const grain = 0.4;
/** Components smaller than this share of the largest one are removed. */
const speck = 0.08;

/** @param picture a picture with one channel. @returns the ink of each pixel, 0 to 255; undefined for no ink. */
export function localInk({ width, height, pixels }: Picture): Uint8Array | undefined {
  const ink = inkAround(pixels, width, height);
  // The 99th percentile of the difference to the surroundings.
  const strongest = ink.toSorted()[high(ink.length)]!;
  if (strongest < leastContrast) return undefined;
  const shares = new Uint8Array(ink.length).map((_, i) => {
    const share = Math.min(1, ink[i]! / strongest);
    return share < grain ? 0 : Math.round(255 * share);
  });
  return keepComponents(shares, width, height);
}

/**
 * Typed arrays are made by `map`, since `from` with a function takes ten times as long: a person may add a whole folder.
 *
 * @returns the difference of each pixel to the paper around it, positive for ink.
 */
function inkAround(pixels: Uint8Array, width: number, height: number): Float32Array {
  const radius = Math.max(2, Math.round(reach * Math.max(width, height)));
  const everything = new Float32Array(pixels.length).fill(1);
  const first = meansAround(pixels, everything, width, height, radius);
  const darker = first.map((mean, i) => mean - pixels[i]!);
  const sorted = darker.toSorted();
  const at = high(sorted.length);
  const [darkest, lightest] = [sorted[at]!, -sorted[sorted.length - 1 - at]!];
  const isDark = darkest >= lightest;
  const rough = isDark ? darker : darker.map((value) => -value);
  // A second pass leaves out the ink, which has biased the mean of its surroundings.
  const limit = 0.4 * Math.max(darkest, lightest);
  const paper = rough.map((value) => (value > limit ? 0 : 1));
  const means = meansAround(pixels, paper, width, height, radius);
  return means.map((mean, i) => (isDark ? mean - pixels[i]! : pixels[i]! - mean));
}

/** @returns the weighted mean of the square around each pixel, computed with summed-area tables. */
function meansAround(
  pixels: Uint8Array,
  weights: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  const row = width + 1;
  const [sums, counts] = [
    new Float64Array(row * (height + 1)),
    new Float64Array(row * (height + 1)),
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [from, to] = [y * width + x, (y + 1) * row + x + 1];
      const around = (table: Float64Array): number =>
        table[to - 1]! + table[to - row]! - table[to - row - 1]!;
      sums[to] = around(sums) + weights[from]! * pixels[from]!;
      counts[to] = around(counts) + weights[from]!;
    }
  }
  return new Float32Array(pixels.length).map((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const [left, right] = [Math.max(0, x - radius), Math.min(width, x + radius + 1)];
    const [top, bottom] = [Math.max(0, y - radius), Math.min(height, y + radius + 1)];
    const within = (table: Float64Array): number =>
      table[bottom * row + right]! -
      table[top * row + right]! -
      table[bottom * row + left]! +
      table[top * row + left]!;
    const count = within(counts);
    return count === 0 ? pixels[i]! : within(sums) / count;
  });
}

/** @returns the connected components, except small ones and those that touch the edge; undefined if none is left. */
function keepComponents(ink: Uint8Array, width: number, height: number): Uint8Array | undefined {
  const labels = new Int32Array(ink.length);
  const parts: { pixels: number[]; whole: boolean }[] = [];
  for (let start = 0; start < ink.length; start++) {
    if (ink[start] === 0 || labels[start] !== 0) continue;
    const part = { pixels: [start], whole: true };
    parts.push(part);
    labels[start] = parts.length;
    for (let next = 0; next < part.pixels.length; next++) {
      const at = part.pixels[next]!;
      const [x, y] = [at % width, Math.floor(at / width)];
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) {
        part.whole = false;
        continue;
      }
      for (const dy of [-1, 0, 1]) {
        for (const dx of [-1, 0, 1]) {
          const to = at + dy * width + dx;
          if (ink[to] === 0 || labels[to] !== 0) continue;
          labels[to] = parts.length;
          part.pixels.push(to);
        }
      }
    }
  }
  const whole = parts.filter((part) => part.whole);
  const largest = Math.max(0, ...whole.map(({ pixels }) => pixels.length));
  if (largest === 0) return undefined;
  const kept = new Uint8Array(ink.length);
  for (const { pixels } of whole) {
    if (pixels.length < speck * largest) continue;
    for (const at of pixels) kept[at] = ink[at]!;
  }
  return kept;
}

/** @returns the place of the 99th percentile among so many sorted values. */
const high = (count: number): number => Math.floor(0.99 * (count - 1));
