/**
 * Augmentation: in each epoch, examples are changed a little by shift, mirroring, crop and brightness. The random
 * changes are a function of the seed, the epoch and the example's index, so a resumed run makes the same changes as an
 * uninterrupted run.
 */
import { augmentationSchema, parseWith, type Augmentation, type Dataset } from '@speil/api';
import { uniforms } from '@speil/core/random';
import type * as z from 'zod';

/**
 * Changes the pictures of a dataset a little, differently in each epoch.
 *
 * @param dataset a dataset of images `[height, width, channels]`. Do not pass the validation part.
 * @param seed the seed of the random changes, an unsigned 32-bit integer.
 * @returns the augmented dataset; a read without an epoch returns the original examples.
 * @throws InvalidFileError for settings out of bounds.
 */
export function augmentDataset(dataset: Dataset, settings: Augmentation, seed: number): Dataset {
  const checked = parseWith(augmentationSchema, settings, 'augmentation');
  const [height, width, channels] = dataset.shape as [number, number, number];
  const size = height * width * channels;
  return {
    ...dataset,
    async read(indices, options) {
      const batch = await dataset.read(indices, options);
      const epoch = options?.epoch;
      if (epoch === undefined) return batch;
      const values = new Float32Array(batch.values.length);
      for (let row = 0; row < indices.length; row++) {
        const key = { seed, purpose: 'augmentation', step: epoch } as const;
        const draws = uniforms({ ...key, operation: indices[row]! }, 8);
        const from = batch.values.subarray(row * size, (row + 1) * size);
        const into = values.subarray(row * size, (row + 1) * size);
        transform(from, into, [height, width, channels], drawChange(checked, draws, width, height));
      }
      return { shape: batch.shape, values };
    },
  };
}

interface Change {
  /** Left and top of the visible part in pixels, and its side as a fraction. */
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly mirrored: boolean;
  readonly added: number;
}

function drawChange(
  { shift, flip, crop, brightness }: z.output<typeof augmentationSchema>,
  draws: Float32Array,
  width: number,
  height: number,
): Change {
  const [right, down, mirror, side, x, y, light] = [...draws] as [number, ...number[]];
  const whole = (u: number): number => Math.floor(u * (2 * shift + 1)) - shift;
  const fraction = crop + (1 - crop) * side!;
  return {
    left: (1 - fraction) * width * x! - whole(right),
    top: (1 - fraction) * height * y! - whole(down!),
    side: fraction,
    mirrored: flip && mirror! < 0.5,
    added: (2 * light! - 1) * brightness,
  };
}

/** The nearest position from 0 to `size - 1`. */
const held = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));

/** Bilinear interpolation with a repeated edge. */
function transform(
  from: Float32Array,
  into: Float32Array,
  shape: readonly [number, number, number],
  change: Change,
): void {
  const [height, width, channels] = shape;
  const { left, top, side, mirrored, added } = change;
  if (side === 1 && !mirrored && added === 0) return shiftPixels(from, into, shape, change);
  for (let y = 0; y < height; y++) {
    const sourceY = held(top + (y + 0.5) * side - 0.5, height);
    const y0 = Math.floor(sourceY);
    const y1 = held(y0 + 1, height);
    const fy = sourceY - y0;
    for (let x = 0; x < width; x++) {
      const column = mirrored ? width - 1 - x : x;
      const sourceX = held(left + (column + 0.5) * side - 0.5, width);
      const x0 = Math.floor(sourceX);
      const x1 = held(x0 + 1, width);
      const fx = sourceX - x0;
      for (let c = 0; c < channels; c++) {
        const at = (row: number, col: number): number => from[(row * width + col) * channels + c]!;
        const above = at(y0, x0) + fx * (at(y0, x1) - at(y0, x0));
        const below = at(y1, x0) + fx * (at(y1, x1) - at(y1, x0));
        const value = above + fy * (below - above) + added;
        into[(y * width + x) * channels + c] = Math.min(1, Math.max(0, value));
      }
    }
  }
}

/** A shift by whole pixels, which needs no interpolation. */
function shiftPixels(
  from: Float32Array,
  into: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  { left, top }: Change,
): void {
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    const source = held(y + top, height) * row;
    for (let x = 0; x < width; x++) {
      const pixel = source + held(x + left, width) * channels;
      const at = y * row + x * channels;
      for (let c = 0; c < channels; c++) into[at + c] = from[pixel + c]!;
    }
  }
}
