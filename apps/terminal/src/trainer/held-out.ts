/**
 * Holds out a share of the training examples for validation, so that the test part stays unseen until the final
 * evaluation.
 */
import { createHash } from 'node:crypto';
import { InvalidArgumentError, takeSubset, type Dataset } from '@speil/api';
import { permutation } from '@speil/core/random';
import { formatShare } from '../report/format.js';

export interface HoldOptions {
  /** The share: above 0, at most a half. */
  readonly share: number;
  readonly seed: number;
}

export interface Parts {
  readonly train: Dataset;
  readonly validation: Dataset;
}

/**
 * @param train the examples as training reads them. @param plain the same examples without augmentation.
 * @returns two disjoint parts; which examples are held out depends on the seed alone.
 */
export function holdOut(train: Dataset, plain: Dataset, { share, seed }: HoldOptions): Parts {
  const held = Math.round(train.size * share);
  if (held < 1) {
    throw new InvalidArgumentError(
      `--validation must hold out one example at least. Received: ${formatShare(share)} of ${train.size}.`,
    );
  }
  const order = permutation({ seed, purpose: 'holdingOut' }, train.size);
  const part = (whole: Dataset, indices: Uint32Array, name: string): Dataset =>
    subset(whole, indices.sort(), `${name} ${share} ${seed}`);
  return {
    train: part(train, order.slice(held), 'kept'),
    validation: part(plain, order.slice(0, held), 'held out'),
  };
}

/** @param name makes the fingerprint different from those of other parts. */
function subset(whole: Dataset, indices: Uint32Array, name: string): Dataset {
  const fingerprint = createHash('sha256').update(`${whole.fingerprint} ${name}`).digest('hex');
  return { ...takeSubset(whole, indices), fingerprint };
}
