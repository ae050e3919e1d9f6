/**
 * Converts a grey picture of a digit, of any size and on paper of any brightness, to the 28 by 28 format of MNIST:
 * light ink on black, in a box of 20 by 20 pixels, with its centre of mass in the middle.
 */
import { resize } from '@speil/images';
import type { Picture } from '@speil/images';
import { clamp } from '../geometry/geometry';
import { localInk } from './local-ink';
import { centreOfMass, side } from './rasterise';

const box = 20;
/** The least difference in brightness between ink and paper. Below it, the sheet counts as empty. */
const leastContrast = 30;
/** Ink fainter than this share of the strongest ink counts as the paper's grain. */
const grain = 0.25;

/** @param picture a picture with one channel. @returns 784 values; undefined for an empty picture. */
export function digitFrom(picture: Picture): Uint8Array | undefined {
  const ink = extractInk(picture);
  if (ink === undefined) return undefined;
  const { left, top, width, height } = measureBounds(ink);
  const cut: Picture = { width, height, channels: 1, pixels: new Uint8Array(width * height) };
  for (let y = 0; y < height; y++) {
    const start = (top + y) * ink.width + left;
    cut.pixels.set(ink.pixels.subarray(start, start + width), y * width);
  }
  const scale = box / Math.max(width, height);
  const fitted = resize(
    cut,
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
  return centred(fitted);
}

/** Spread of brightness along the rim above which the paper counts as unevenly lit. */
const mostUneven = 36;

/** @returns the difference of each pixel to the paper, stretched to the range 0 to 255. */
function extractInk(picture: Picture): Picture | undefined {
  const { width, height, pixels } = picture;
  const { paper, uneven } = measurePaper(picture);
  if (uneven > mostUneven) {
    const ink = localInk(picture);
    return ink && { width, height, channels: 1, pixels: ink };
  }
  const differences = pixels.map((value) => Math.abs(value - paper));
  // Full ink is measured at the 99th percentile, so that a single bright pixel does not matter.
  const strongest = differences.toSorted()[Math.floor(0.99 * (differences.length - 1))]!;
  const most = Math.max(strongest, differences.reduce((a, b) => Math.max(a, b), 0) / 2);
  if (most < leastContrast) return undefined;
  const stretched = differences.map((value) => {
    const share = value / most;
    return share < grain ? 0 : Math.round(255 * Math.min(1, share));
  });
  return { width, height, channels: 1, pixels: stretched };
}

/** @returns the median of the rim's brightness, and its spread. */
function measurePaper({ width, height, pixels }: Picture): { paper: number; uneven: number } {
  const rim: number[] = [];
  for (let x = 0; x < width; x++) rim.push(pixels[x]!, pixels[(height - 1) * width + x]!);
  for (let y = 0; y < height; y++) rim.push(pixels[y * width]!, pixels[(y + 1) * width - 1]!);
  rim.sort((a, b) => a - b);
  const at = (share: number): number => rim[Math.floor(share * (rim.length - 1))]!;
  return { paper: at(0.5), uneven: at(0.9) - at(0.1) };
}

function measureBounds({ width, height, pixels }: Picture) {
  let [left, right, top, bottom] = [width, 0, height, 0];
  pixels.forEach((value, i) => {
    if (value === 0) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  });
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function centred(fitted: Picture): Uint8Array {
  const { width, height, pixels } = fitted;
  const mass = centreOfMass(pixels, width);
  const left = clamp(Math.round(side / 2 - mass.x), 0, side - width);
  const top = clamp(Math.round(side / 2 - mass.y), 0, side - height);
  const picture = new Uint8Array(side * side);
  for (let y = 0; y < height; y++) {
    picture.set(pixels.subarray(y * width, (y + 1) * width), (top + y) * side + left);
  }
  return picture;
}
