/** Splits a montage into its tiles. The trainer writes one picture, and the dashboard shows as many tiles as fit. */
import type { Picture } from '@speil/images';

/** Pixels between two tiles, the default of `montage` in @speil/images. */
const gap = 2;

/**
 * @param shape the shape of one tile, `[height, width, channels]`. @returns the rows of tiles of the montage.
 */
export function splitTiles(
  montage: Picture,
  shape: readonly number[],
): readonly (readonly Picture[])[] {
  const [height = 1, width = 1] = shape;
  const { channels } = montage;
  const columns = Math.floor((montage.width + gap) / (width + gap));
  const rows = Math.floor((montage.height + gap) / (height + gap));
  const tileAt = (left: number, top: number): Picture => {
    const pixels = new Uint8Array(width * height * channels);
    for (let y = 0; y < height; y++) {
      const from = ((top + y) * montage.width + left) * channels;
      pixels.set(montage.pixels.subarray(from, from + width * channels), y * width * channels);
    }
    return { width, height, channels, pixels };
  };
  return Array.from({ length: rows }, (_row, row) =>
    Array.from({ length: columns }, (_column, column) =>
      tileAt(column * (width + gap), row * (height + gap)),
    ),
  );
}
