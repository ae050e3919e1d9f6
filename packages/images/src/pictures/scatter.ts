/** Draws a scatter plot: latents as points of the plane, coloured by class. */
import { InvalidArgumentError, type Batch } from '@speil/api';
import type { Picture } from './picture.js';

/**
 * Ten sRGB colours that people with common colour-vision deficiencies can distinguish: seven colours of Okabe & Ito
 * 2008 (all except black) and three colours of Tol's "bright" set (2021).
 */
export const classColours: readonly (readonly [number, number, number])[] = [
  [0x00, 0x72, 0xb2],
  [0xe6, 0x9f, 0x00],
  [0x00, 0x9e, 0x73],
  [0xd5, 0x5e, 0x00],
  [0xcc, 0x79, 0xa7],
  [0x56, 0xb4, 0xe9],
  [0xb8, 0xa9, 0x00],
  [0xaa, 0x33, 0x77],
  [0x22, 0x88, 0x33],
  [0x77, 0x77, 0x77],
];

/** How a scatter plot is drawn. */
export interface ScatterOptions {
  /** One class per latent. Without classes all points have the same colour. */
  readonly labels?: ArrayLike<number>;
  /** Side of the square picture in pixels. Default 600. */
  readonly size?: number;
  /** Radius of a point in pixels. Default 2. */
  readonly radius?: number;
  /**
   * A grey picture of each class, light on dark. The pictures form a key along the top, in the colours of the classes.
   */
  readonly key?: readonly Picture[];
  /** Left, right, bottom and top of the visible part of the plane. Default: the range of the data with a margin. */
  readonly extent?: readonly [left: number, right: number, bottom: number, top: number];
}

/**
 * Draws points of a plane in the colours of their classes.
 *
 * @param latents `[n, 2]`.
 */
export function scatterPlot(
  latents: Batch,
  { labels, size = 600, radius = 2, key = [], extent = extentOf(latents) }: ScatterOptions = {},
): Picture {
  if (latents.shape.length !== 2 || latents.shape[1] !== 2) {
    throw new InvalidArgumentError(
      `A scatter plot shows latents of shape [n, 2]. Received: [${latents.shape.join(', ')}].`,
    );
  }
  const [left, right, bottom, top] = extent;
  const pixels = new Uint8Array(size * size * 3).fill(255);
  const axis = (value: number, from: number, to: number): number =>
    Math.round(((value - from) / (to - from)) * (size - 1));
  drawAxes(pixels, size, axis(0, left, right), axis(0, top, bottom));
  for (let i = 0; i < latents.shape[0]!; i++) {
    const x = axis(latents.values[2 * i]!, left, right);
    const y = axis(latents.values[2 * i + 1]!, top, bottom);
    const colour = classColours[(labels?.[i] ?? 0) % classColours.length]!;
    drawDisc(pixels, size, x, y, radius, colour);
  }
  let x = keyGap;
  for (const [label, picture] of key.entries()) {
    drawKey(pixels, size, x, picture, classColours[label % classColours.length]!);
    x += picture.width + keyGap;
  }
  return { width: size, height: size, channels: 3, pixels };
}

/** Number of pixels around and between the pictures of a key. */
const keyGap = 8;

/** Draws a picture in a colour on white at the top of the plot. It is clipped at the side of the plot. */
function drawKey(
  pixels: Uint8Array,
  size: number,
  left: number,
  { width, height, pixels: greys }: Picture,
  colour: readonly [number, number, number],
): void {
  for (let y = 0; y < Math.min(height, size - keyGap); y++) {
    for (let x = 0; x < Math.min(width, size - left); x++) {
      const share = greys[y * width + x]! / 255;
      colour.forEach((value, c) => {
        const at = ((y + keyGap) * size + left + x) * 3 + c;
        pixels[at] = Math.round(255 + share * (value - 255));
      });
    }
  }
}

function extentOf(latents: Batch): [number, number, number, number] {
  let largest = 1;
  for (const value of latents.values) largest = Math.max(largest, Math.abs(value));
  const side = largest * 1.05;
  return [-side, side, -side, side];
}

function drawAxes(pixels: Uint8Array, size: number, x: number, y: number): void {
  for (let i = 0; i < size; i++) {
    if (x >= 0 && x < size) pixels.fill(0xdd, (i * size + x) * 3, (i * size + x) * 3 + 3);
    if (y >= 0 && y < size) pixels.fill(0xdd, (y * size + i) * 3, (y * size + i) * 3 + 3);
  }
}

function drawDisc(
  pixels: Uint8Array,
  size: number,
  x: number,
  y: number,
  radius: number,
  colour: readonly [number, number, number],
): void {
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const [px, py] = [x + dx, y + dy];
      if (dx * dx + dy * dy > radius * radius + 0.5) continue;
      if (px < 0 || py < 0 || px >= size || py >= size) continue;
      // Points are half transparent, so the colour is stronger where points are dense.
      colour.forEach((value, c) => {
        const at = (py * size + px) * 3 + c;
        pixels[at] = Math.round((pixels[at]! + value) / 2);
      });
    }
  }
}
