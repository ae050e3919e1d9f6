/** Computes latents around a given latent: points between it and draws of the prior. */
import { InvalidArgumentError, type Batch } from '@speil/api';
import { sampleStandardNormal } from '../priors/standard-normal.js';

/**
 * Points around a given point: s point + (1 - s) draw, with draws of the standard normal, as in MusicVAE's `similar`.
 *
 * @param similarity s, from 0 (draws of the prior) to 1 (the point itself).
 * @param options.seed seed of the draws. Default 0.
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
