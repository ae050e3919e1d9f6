/** Which examples are taken where only some are wanted: sets come sorted by class, so that the first would be of one. */
import { createHash } from 'node:crypto';
import { takeSubset, type Dataset } from '@speil/api';
import { permutation } from '@speil/core/random';

/** Positions below `count` in the order in which they are taken: more of them are the same ones and others. */
export function drawingOrder(count: number, seed = 0): Uint32Array {
  return permutation({ seed, purpose: 'limiting' }, count);
}

/**
 * So many examples drawn across a dataset, in the order of the draw: the first few show as much of it as all do.
 *
 * @param limit all where there are no more. @param seed default 0.
 */
export function drawn(dataset: Dataset, limit = Infinity, seed = 0): Dataset {
  if (limit >= dataset.size) return dataset;
  // Another draw is other data: a run that began with one does not go on with another.
  const name = `${dataset.fingerprint} drawn ${limit} ${seed}`;
  const fingerprint = createHash('sha256').update(name).digest('hex');
  const order = drawingOrder(dataset.size, seed).subarray(0, limit);
  return { ...takeSubset(dataset, order), fingerprint };
}
