/**
 * A dataset gives examples by index, in no order of its own: the training loop owns the order.
 */
import type { Batch } from './batch.js';

/**
 * A part of a dataset. Most datasets of images have `train` and `test` alone: for `validation` they give their own validation
 * part if they have one, else `test`, unless a training holds out a share of `train` instead (docs/decisions, 5). Datasets of
 * music have all three.
 */
export type Split = 'train' | 'validation' | 'test';

/** A part that models are scored on, or that their latents are computed from. */
export type ScoredSplit = Exclude<Split, 'validation'>;

export interface ReadOptions {
  /**
   * Which pass over the data, from 1: a dataset that draws its examples anew, such as an augmented one, draws by it and the
   * index. Absent outside of training.
   */
  readonly epoch?: number;
}

/** What a generated example was made of: the ground truth of measures of disentanglement. */
export interface Factors {
  readonly names: readonly string[];
  /** How many values each factor takes. */
  readonly sizes: readonly number[];
  /** Row-major, `[size, names.length]`: whole numbers below the factor's size. */
  readonly values: Uint8Array;
}

/** What a source holds and nobody can read. */
export interface SkippedItem {
  /** Its name inside the source. */
  readonly id: string;
  /** One line. */
  readonly reason: string;
}

export interface Dataset {
  /** Name and split, such as `mnist/train`; written into a run's config. */
  readonly id: string;
  /** Number of examples. */
  readonly size: number;
  /** What the source holds and what was made of it, for a person, where that is not plain: one line. */
  readonly description?: string;
  /** What was left out because it cannot be read. */
  readonly skipped?: readonly SkippedItem[];
  /** Shape of one example, without the batch. */
  readonly shape: readonly number[];
  /** sha256 of the source, in hex: tells whether two runs saw the same data. */
  readonly fingerprint: string;
  /** One class an example, or undefined for unlabelled data. */
  readonly labels?: Uint8Array | Int32Array;
  /** The vector that goes with each example, `[indices.length, size]`, for models of condition `vector`. */
  conditions?(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> | Batch;
  /** What the encoder sees of each example, `[indices.length, ...shape]`, for models whose input is `given`. */
  inputs?(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> | Batch;
  /** What each class is called, by label. */
  readonly classNames?: readonly string[];
  /** Of generated data. */
  readonly factors?: Factors;
  /**
   * @param indices positions below `size`, in the order wanted; repeats are allowed.
   * @returns `[indices.length, ...shape]`; values in the codec's range (0 to 1 for images).
   */
  read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> | Batch;
  /** Says what will be read next, so that data on a disk can be fetched while other work is done. A hint, no duty. */
  prefetch?(indices: ArrayLike<number>, options?: ReadOptions): void;
}
