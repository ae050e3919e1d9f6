/** Splits a montage into its tiles. The trainer writes one picture, and the dashboard shows as many tiles as fit. */
import type { Picture } from '@speil/images';
import type { GreyPicture } from '../render/pictures.js';

/** Pixels between two tiles, the default of `montage` in @speil/images. */
const gap = 2;

/**
 * @param shape the shape of one tile, `[height, width, channels]`. @returns the rows of tiles of the montage, in grey.
 */
export function splitTiles(
  montage: Picture,
  shape: readonly number[],
): readonly (readonly GreyPicture[])[] {
  const [height = 1, width = 1] = shape;
  const columns = Math.floor((montage.width + gap) / (width + gap));
  const rows = Math.floor((montage.height + gap) / (height + gap));
  const tileAt = (left: number, top: number): GreyPicture => {
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = ((top + y) * montage.width + left + x) * montage.channels;
        pixels[y * width + x] = greyAt(montage, at);
      }
    }
    return { width, height, pixels };
  };
  return Array.from({ length: rows }, (_row, row) =>
    Array.from({ length: columns }, (_column, column) =>
      tileAt(column * (width + gap), row * (height + gap)),
    ),
  );
}

function greyAt({ channels, pixels }: Picture, at: number): number {
  if (channels === 1) return pixels[at]!;
  return Math.round((pixels[at]! + pixels[at + 1]! + pixels[at + 2]!) / 3);
}
