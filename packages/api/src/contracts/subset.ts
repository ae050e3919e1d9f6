/** Makes a dataset of some examples of another dataset. */
import type { Dataset } from './dataset.js';
import { InvalidArgumentError } from '../errors/errors.js';

/**
 * Makes a dataset of some examples of another one.
 *
 * @param indices the indices of the examples in `whole`. The subset has their order: its `read` takes positions in this
 *   list.
 * @returns the examples with their labels, conditions, inputs and factors; id and fingerprint are those of the whole.
 */
export function takeSubset(whole: Dataset, indices: ArrayLike<number>): Dataset {
  const { id, shape, fingerprint, description, skipped, classNames, labels, factors } = whole;
  const size = indices.length;
  const toIndices = (positions: ArrayLike<number>): Uint32Array =>
    Uint32Array.from(positions, (position) => {
      const index = indices[position];
      if (index !== undefined) return index;
      throw new InvalidArgumentError(
        `An index into ${size} examples of ${id} must be below ${size}. Received: ${position}.`,
      );
    });
  const width = factors?.names.length ?? 0;
  return {
    id,
    shape,
    size,
    fingerprint,
    ...(description !== undefined && { description }),
    ...(skipped && { skipped }),
    ...(classNames && { classNames }),
    ...(labels && { labels: labelsAt(labels, indices) }),
    ...(factors && {
      factors: {
        ...factors,
        values: Uint8Array.from(
          { length: size * width },
          (_, i) => factors.values[indices[Math.floor(i / width)]! * width + (i % width)]!,
        ),
      },
    }),
    read: (positions, options) => whole.read(toIndices(positions), options),
    ...(whole.conditions && {
      conditions: (positions, options) => whole.conditions!(toIndices(positions), options),
    }),
    ...(whole.inputs && {
      inputs: (positions, options) => whole.inputs!(toIndices(positions), options),
    }),
    ...(whole.prefetch && {
      prefetch: (positions, options) => whole.prefetch!(toIndices(positions), options),
    }),
  };
}

function labelsAt(
  labels: Uint8Array | Int32Array,
  indices: ArrayLike<number>,
): Uint8Array | Int32Array {
  const chosen = Array.from(indices, (index) => labels[index]!);
  return labels instanceof Uint8Array ? Uint8Array.from(chosen) : Int32Array.from(chosen);
}
