/**
 * A dataset gives examples by index, in no order of its own: the training loop owns the order.
 */
import type { Batch } from './batch.js';

export type Split = 'train' | 'test';

export interface Dataset {
  /** Name and split, such as `mnist/train`; written into a run's config. */
  readonly id: string;
  /** Number of examples. */
  readonly size: number;
  /** Shape of one example, without the batch. */
  readonly shape: readonly number[];
  /** sha256 of the source, in hex: tells whether two runs saw the same data. */
  readonly fingerprint: string;
  /** One class an example, or undefined for unlabelled data. */
  readonly labels?: Uint8Array | Int32Array;
  /** The vector that goes with each example, `[indices.length, size]`, for models of condition `vector`. */
  conditions?(indices: ArrayLike<number>): Promise<Batch> | Batch;
  /** What each class is called, by label. */
  readonly classNames?: readonly string[];
  /**
   * @param indices positions below `size`, in the order wanted; repeats are allowed.
   * @returns `[indices.length, ...shape]`; values in the codec's range (0 to 1 for images).
   */
  read(indices: ArrayLike<number>): Promise<Batch> | Batch;
}
