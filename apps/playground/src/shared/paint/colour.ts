/** Paints a colour picture with sharp square pixels. */
import { offscreen } from './tint';

/** @param pixels red, green and blue of each pixel of a square picture. @param size side of the square, in CSS pixels. */
export function paintColour(
  context: CanvasRenderingContext2D,
  pixels: Uint8Array | undefined,
  size: number,
): void {
  if (pixels === undefined || size <= 0) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(canvasOf(pixels), 0, 0, size, size);
}

/** A picture is painted with every frame of a drag. */
const canvases = new WeakMap<Uint8Array, HTMLCanvasElement>();

function canvasOf(pixels: Uint8Array): HTMLCanvasElement {
  const known = canvases.get(pixels);
  if (known !== undefined) return known;
  const side = Math.sqrt(pixels.length / 3);
  const context = offscreen(side, side);
  const data = new ImageData(side, side);
  for (let i = 0; i < side * side; i++) {
    data.data.set(pixels.subarray(3 * i, 3 * i + 3), 4 * i);
    data.data[4 * i + 3] = 255;
  }
  context.putImageData(data, 0, 0);
  canvases.set(pixels, context.canvas);
  return context.canvas;
}
