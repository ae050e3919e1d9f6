/** Paints hatching over missing parts of a plane or a picture. */
import type { Surface } from '../hooks/use-canvas';
import { asAlpha, offscreen } from './tint';

/** CSS pixels between two lines. */
const gap = 5;

/**
 * @param shares strength of the hatching, 0 to 255, row by row.
 * @param side number of columns and of rows of `shares`.
 * @param isSmooth whether to interpolate between shares; otherwise each share fills a square.
 */
export function paintHatch(
  { context, width, height, ratio, color }: Surface,
  shares: Uint8Array,
  side: number,
  isSmooth: boolean,
): void {
  const mask = offscreen(side, side);
  mask.putImageData(asAlpha(shares, side), 0, 0);
  const hatch = offscreen(Math.round(width * ratio), Math.round(height * ratio));
  hatch.scale(ratio, ratio);
  hatch.strokeStyle = color('--ink');
  hatch.lineWidth = 1;
  hatch.beginPath();
  for (let x = -height; x < width; x += gap) {
    hatch.moveTo(x, height);
    hatch.lineTo(x + height, 0);
  }
  hatch.stroke();
  hatch.globalCompositeOperation = 'destination-in';
  hatch.imageSmoothingEnabled = isSmooth;
  hatch.drawImage(mask.canvas, 0, 0, width, height);
  context.globalAlpha = 0.5;
  context.drawImage(hatch.canvas, 0, 0, width, height);
  context.globalAlpha = 1;
}
