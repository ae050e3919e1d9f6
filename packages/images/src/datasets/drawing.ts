/** Draws a subset of examples at random: datasets are often sorted by class, so the first examples would all be of one class. */
import { createHash } from 'node:crypto';
import { takeSubset, type Dataset } from '@speil/api';
import { permutation } from '@speil/core/random';

/** Indices below `count` in the order of the draw: a larger subset contains every smaller one. */
export function drawingOrder(count: number, seed = 0): Uint32Array {
  return permutation({ seed, purpose: 'limiting' }, count);
}

/**
 * Draws `limit` examples across a dataset, in the order of the draw: the first few are representative of all.
 *
 * @param limit all if the dataset has no more. @param seed default 0.
 */
export function drawSubset(dataset: Dataset, limit = Infinity, seed = 0): Dataset {
  if (limit >= dataset.size) return dataset;
  // The fingerprint includes the draw: a run with one draw must not resume with another.
  const name = `${dataset.fingerprint} drawn ${limit} ${seed}`;
  const fingerprint = createHash('sha256').update(name).digest('hex');
  const order = drawingOrder(dataset.size, seed).subarray(0, limit);
  return { ...takeSubset(dataset, order), fingerprint };
}
