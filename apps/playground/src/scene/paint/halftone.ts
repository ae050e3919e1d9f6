/**
 * A picture as a halftone: one round dot a pixel, its area the pixel's brightness. Sharp at any size, and honest about
 * how few pixels there are.
 */
import { pictureSide } from '../../model/protocol';

/** Where a pixel is empty, a grain still shows the plate. */
const grain = 0.055;

/** @param columns pixels along a side. */
export function paintHalftone(
  context: CanvasRenderingContext2D,
  picture: Uint8Array | undefined,
  size: number,
  color: string,
  columns = pictureSide,
): void {
  const cell = size / columns;
  context.fillStyle = color;
  for (let layer = 0; layer < 2; layer++) {
    // Grains in one pale path, dots in one full path: two fills a frame.
    context.globalAlpha = layer === 0 ? 0.35 : 1;
    context.beginPath();
    for (let i = 0; i < columns * columns; i++) {
      const share = Math.sqrt((picture?.[i] ?? 0) / 255) * 0.54;
      if (share > grain !== (layer === 1)) continue;
      const radius = Math.max(grain, share) * cell;
      const x = ((i % columns) + 0.5) * cell;
      const y = (Math.floor(i / columns) + 0.5) * cell;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }
  context.globalAlpha = 1;
}
