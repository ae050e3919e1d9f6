/**
 * The orientation of photographs. Cameras store the picture as the sensor recorded it, and how it must be rotated (EXIF
 * 2.32, tag 0112).
 */
import type { Picture } from './picture.js';

/**
 * @param body the body of an APP1 segment.
 * @returns 1 to 8; 1 (upright) for a segment that is not EXIF or has no valid orientation.
 */
export function readOrientation(body: Uint8Array): number {
  if (String.fromCharCode(...body.subarray(0, 6)) !== 'Exif\0\0') return 1;
  const view = new DataView(body.buffer, body.byteOffset + 6, body.byteLength - 6);
  const little = view.byteLength >= 8 && view.getUint16(0) === 0x4949;
  const at = view.byteLength >= 8 ? view.getUint32(4, little) : view.byteLength;
  const entries = at + 2 <= view.byteLength ? view.getUint16(at, little) : 0;
  for (let i = 0; i < entries; i++) {
    const entry = at + 2 + 12 * i;
    if (entry + 12 > view.byteLength) return 1;
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** Rotates and mirrors a picture to its upright view. */
export function orient(picture: Picture, orientation: number): Picture {
  if (orientation === 1) return picture;
  const { width: w, height: h, channels, pixels } = picture;
  const [width, height] = orientation >= 5 ? [h, w] : [w, h];
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // From orientation 5 on, rows and columns are exchanged.
      const [a, b] = orientation >= 5 ? [y, x] : [x, y];
      const column = [2, 3, 7, 8].includes(orientation) ? w - 1 - a : a;
      const row = [3, 4, 6, 7].includes(orientation) ? h - 1 - b : b;
      const from = (row * w + column) * channels;
      for (let c = 0; c < channels; c++) out[(y * width + x) * channels + c] = pixels[from + c]!;
    }
  }
  return { width, height, channels, pixels: out };
}
