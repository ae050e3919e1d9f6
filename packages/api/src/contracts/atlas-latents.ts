/**
 * The latents file of an atlas: the positions of real items in a latent plane, five bytes each. It is separate from the
 * schemas so that a page can read it without loading them.
 */
import { InvalidFileError } from '../errors/errors.js';

/** Latents of items in a latent plane; entry i of each array belongs to item i. */
export interface AtlasLatents {
  /** First coordinates, `[count]`. */
  readonly x: Float32Array;
  /** Second coordinates, `[count]`; they grow upwards. */
  readonly y: Float32Array;
  /** The class of each item, `[count]`. */
  readonly labels: Uint8Array;
}

/** The square of the plane that an atlas shows: `extent` to each side of `centre`. */
export interface AtlasWindow {
  /** The middle of the square, `[x, y]` in latent units. */
  readonly centre: readonly [number, number];
  /** Half the side of the square, in latent units. */
  readonly extent: number;
}

/** Bytes per latent: two int16 and one uint8. */
const bytesPerLatent = 5;

/** Returns the content of the latents file. Latents outside the window are moved to its edge. */
export function packLatents({ x, y, labels }: AtlasLatents, window: AtlasWindow): Uint8Array {
  const { centre, extent } = window;
  const count = labels.length;
  const bytes = new Uint8Array(count * bytesPerLatent);
  const view = new DataView(bytes.buffer);
  const quantise = (offset: number): number =>
    Math.round((Math.max(-extent, Math.min(extent, offset)) / extent) * 32_767);
  for (let i = 0; i < count; i++) {
    view.setInt16(2 * i, quantise(x[i]! - centre[0]), true);
    view.setInt16(2 * (count + i), quantise(y[i]! - centre[1]), true);
  }
  bytes.set(labels, 4 * count);
  return bytes;
}

/**
 * Reads the content of a latents file; the inverse of `packLatents`, except for its rounding to 16 bits.
 *
 * @throws InvalidFileError when `bytes` does not contain `count` latents.
 */
export function unpackLatents(bytes: Uint8Array, count: number, window: AtlasWindow): AtlasLatents {
  const { centre, extent } = window;
  if (bytes.length !== count * bytesPerLatent) {
    throw new InvalidFileError(
      `${count} latents must take ${count * bytesPerLatent} bytes. Received: ${bytes.length}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const coordinate = (offset: number, middle: number): Float32Array =>
    Float32Array.from(
      { length: count },
      (_, i) => middle + (view.getInt16(offset + 2 * i, true) / 32_767) * extent,
    );
  return {
    x: coordinate(0, centre[0]),
    y: coordinate(2 * count, centre[1]),
    labels: bytes.slice(4 * count),
  };
}
