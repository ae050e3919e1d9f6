/** The order of examples: a seeded permutation for each epoch, divided into batches. The last batch may be smaller. */
import { permutation } from '../random/streams.js';

export interface EpochOrder {
  /** @param index the batch's place in the epoch, from 0. @returns the indices of the batch's examples. */
  batch(index: number): Uint32Array;
}

/**
 * The order of the examples in an epoch: a permutation that seed and epoch determine.
 *
 * @param epoch the number of the epoch, from 1.
 */
export function epochOrder(
  seed: number,
  epoch: number,
  examples: number,
  batchSize: number,
): EpochOrder {
  const order = permutation({ seed, purpose: 'order', step: epoch }, examples);
  return { batch: (index) => order.subarray(index * batchSize, (index + 1) * batchSize) };
}
