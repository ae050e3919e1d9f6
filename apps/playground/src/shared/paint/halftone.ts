/**
 * Paints a picture as a halftone: a round dot for each pixel, whose area is proportional to the pixel's brightness. It
 * is sharp at any size and shows how few pixels there are.
 */
import { pictureSide } from '../../worker/protocol/images';
import { offscreen } from './tint';

/** Radius of the grain, a small dot that marks an empty pixel, as a share of a cell. */
const grain = 0.055;

/** @param columns pixels along a side. */
export function paintHalftone(
  context: CanvasRenderingContext2D,
  picture: Uint8Array | undefined,
  size: number,
  color: string,
  columns = pictureSide,
): void {
  if (size <= 0) return;
  // Dots hide the grains below them, so all grains can be drawn as one image.
  context.drawImage(grains(context.getTransform().a, size, color, columns), 0, 0, size, size);
  if (picture === undefined) return;
  const cell = size / columns;
  context.fillStyle = color;
  context.beginPath();
  for (let i = 0; i < columns * columns; i++) {
    const share = Math.sqrt((picture[i] ?? 0) / 255) * 0.54;
    if (share <= grain) continue;
    const x = ((i % columns) + 0.5) * cell;
    const y = (Math.floor(i / columns) + 0.5) * cell;
    context.moveTo(x + share * cell, y);
    context.arc(x, y, share * cell, 0, 2 * Math.PI);
  }
  context.fill();
}

/** Cached images of grains: pictures are painted with every frame of a drag, and most of their dots are grains. */
const sheets = new Map<string, HTMLCanvasElement>();

/** @param ratio device pixels per CSS pixel. */
function grains(ratio: number, size: number, color: string, columns: number): HTMLCanvasElement {
  const key = [ratio, size, color, columns].join();
  const known = sheets.get(key);
  if (known !== undefined) return known;
  const side = Math.round(size * ratio);
  const context = offscreen(side, side);
  const cell = side / columns;
  context.fillStyle = color;
  context.globalAlpha = 0.35;
  context.beginPath();
  for (let i = 0; i < columns * columns; i++) {
    const x = ((i % columns) + 0.5) * cell;
    const y = (Math.floor(i / columns) + 0.5) * cell;
    context.moveTo(x + grain * cell, y);
    context.arc(x, y, grain * cell, 0, 2 * Math.PI);
  }
  context.fill();
  // Resizing a window passes through many sizes, so old images are removed.
  if (sheets.size >= 16) sheets.clear();
  sheets.set(key, context.canvas);
  return context.canvas;
}
