/** Hatches the empty places of a plane. */
import type { Surface } from '../../scene/canvas';
import { asAlpha, offscreen } from '../../scene/paint/tint';
import { darkness, holeSide } from './holes';

/** CSS pixels between two lines. */
const gap = 5;

/** @param distances of `emptiness`. */
export function paintHoles(
  { context, width, height, ratio, color }: Surface,
  distances: Float32Array,
): void {
  const mask = offscreen(holeSide, holeSide);
  const shares = Uint8Array.from(distances, (distance) => Math.round(255 * darkness(distance)));
  mask.putImageData(asAlpha(shares, holeSide), 0, 0);
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
  hatch.drawImage(mask.canvas, 0, 0, width, height);
  context.globalAlpha = 0.5;
  context.drawImage(hatch.canvas, 0, 0, width, height);
  context.globalAlpha = 1;
}
