/**
 * A dataset of images that are stored as bytes. They take a quarter of the memory of floats: all of MNIST takes 47 MB.
 */
import {
  InvalidArgumentError,
  sizeOf,
  type Batch,
  type Dataset,
  type SkippedItem,
} from '@speil/api';

/** Default maximum size of decoded pictures in memory, in bytes. */
export const defaultMemory = 2 ** 26;

/** Pictures in memory, and what is known of them. */
export interface PixelsOptions {
  /** Name and split, such as `mine/train`. */
  readonly id: string;
  /** sha256 of the source, in hex. */
  readonly fingerprint: string;
  /** `[height, width, channels]`. */
  readonly shape: readonly number[];
  /** `count * product(shape)` bytes. */
  readonly pixels: Uint8Array;
  /** One class per picture. Default: none. */
  readonly labels?: Uint8Array;
  /** The name of each class, by label. */
  readonly classNames?: readonly string[];
  /** One line for the user about the source. */
  readonly description?: string;
  /** Pictures that were left out because they cannot be read. */
  readonly skipped?: readonly SkippedItem[];
}

/** Values are the bytes divided by 255. */
export function pixelDataset(options: PixelsOptions): Dataset {
  const { id, fingerprint, shape, pixels, labels, classNames, description, skipped } = options;
  const width = sizeOf(shape);
  const size = pixels.length / width;
  return {
    id,
    size,
    shape,
    fingerprint,
    ...(labels && { labels }),
    ...(classNames && { classNames }),
    ...(description !== undefined && { description }),
    ...(skipped && { skipped }),
    read(indices: ArrayLike<number>): Batch {
      const values = new Float32Array(indices.length * width);
      for (let row = 0; row < indices.length; row++) {
        const index = indices[row]!;
        if (!Number.isInteger(index) || index < 0 || index >= size) {
          throw new InvalidArgumentError(
            `An index into ${id} must be from 0 to ${size - 1}. Received: ${index}.`,
          );
        }
        for (let i = 0; i < width; i++) values[row * width + i] = pixels[index * width + i]! / 255;
      }
      return { shape: [indices.length, ...shape], values };
    },
  };
}
