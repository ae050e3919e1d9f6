/**
 * Holds out a share of the training examples for validation, so that the test part stays unseen until the final
 * evaluation.
 */
import { createHash } from 'node:crypto';
import { takeSubset, type Dataset } from '@speil/api';
import { permutation } from '@speil/core/random';

export interface HoldOptions {
  /** Number of examples to hold out, from 1. */
  readonly count: number;
  /** The requested share, which is part of the fingerprint. */
  readonly share: number;
  readonly seed: number;
}

export interface Parts {
  readonly train: Dataset;
  readonly validation: Dataset;
}

/**
 * @param train the examples as training reads them. @param plain the same examples without augmentation.
 * @returns two disjoint parts. Which examples are held out depends only on the seed. If they have labels, each class
 *   has its share in both parts.
 */
export function holdOut(
  train: Dataset,
  plain: Dataset,
  { count, share, seed }: HoldOptions,
): Parts {
  const order = permutation({ seed, purpose: 'holdingOut' }, train.size);
  const chosen = chooseByClass(order, count, train.labels);
  const part = (whole: Dataset, indices: Uint32Array, name: string): Dataset =>
    subset(whole, indices, `${name} ${share} ${seed}`);
  return {
    train: part(train, order.filter((index) => !chosen.has(index)).sort(), 'kept'),
    validation: part(plain, Uint32Array.from(chosen).sort(), 'held out'),
  };
}

/** Chooses `count` examples: the first in `order` of each class, in proportion to the size of the class. */
function chooseByClass(
  order: Uint32Array,
  count: number,
  labels: Dataset['labels'],
): ReadonlySet<number> {
  if (labels === undefined) return new Set(order.subarray(0, count));
  const byClass = new Map<number, number[]>();
  for (const index of order) {
    const members = byClass.get(labels[index]!) ?? [];
    byClass.set(labels[index]!, members);
    members.push(index);
  }
  // The position of each example within its class, as a share of the class: the smallest shares are taken.
  const ranked = [...byClass.values()].flatMap((members) =>
    members.map((index, i) => ({ index, rank: (i + 0.5) / members.length })),
  );
  ranked.sort((a, b) => a.rank - b.rank);
  return new Set(ranked.slice(0, count).map(({ index }) => index));
}

/** @param name distinguishes the fingerprint from the fingerprints of other parts. */
function subset(whole: Dataset, indices: Uint32Array, name: string): Dataset {
  const fingerprint = createHash('sha256').update(`${whole.fingerprint} ${name}`).digest('hex');
  return { ...takeSubset(whole, indices), fingerprint };
}
