/**
 * Draws a subset of examples at random. Datasets are often sorted by class, so the first examples could all be of one
 * class.
 */
import { createHash } from 'node:crypto';
import { takeSubset, type Dataset } from '@speil/api';
import { permutation } from '@speil/core/random';

/** The indices below `count` in random order. A larger subset contains every smaller one. */
export function drawingOrder(count: number, seed = 0): Uint32Array {
  return permutation({ seed, purpose: 'limiting' }, count);
}

/**
 * Draws `limit` examples from all of a dataset. They stay in random order, so that the first few are representative of
 * all.
 *
 * @param limit maximum number of examples. At the dataset's size or above, all examples are returned.
 * @param seed default 0.
 */
export function drawSubset(dataset: Dataset, limit = Infinity, seed = 0): Dataset {
  if (limit >= dataset.size) return dataset;
  // The fingerprint includes the draw, because a run must not resume with a different draw.
  const name = `${dataset.fingerprint} drawn ${limit} ${seed}`;
  const fingerprint = createHash('sha256').update(name).digest('hex');
  const order = drawingOrder(dataset.size, seed).subarray(0, limit);
  return { ...takeSubset(dataset, order), fingerprint };
}
