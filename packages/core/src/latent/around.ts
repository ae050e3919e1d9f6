/** Latents around one: between it and draws of the prior. */
import { InvalidArgumentError, type Batch } from '@speil/api';
import { sampleStandardNormal } from '../priors/standard-normal.js';

/**
 * Points around one: s point + (1 - s) draws of the standard normal, as MusicVAE's `similar` does.
 *
 * @param similarity s, from 0 (draws of the prior) to 1 (the point itself).
 * @param options.seed of the draws; default 0.
 * @returns `[count, length]`.
 */
export function around(
  point: Float32Array,
  count: number,
  similarity: number,
  { seed = 0 }: { readonly seed?: number } = {},
): Batch {
  if (!(similarity >= 0 && similarity <= 1)) {
    throw new InvalidArgumentError(
      `similarity must be from 0 to 1. Received: similarity=${similarity}.`,
    );
  }
  const { shape, values } = sampleStandardNormal(count, [point.length], seed);
  return {
    shape,
    values: values.map(
      (draw, i) => similarity * point[i % point.length]! + (1 - similarity) * draw,
    ),
  };
}
