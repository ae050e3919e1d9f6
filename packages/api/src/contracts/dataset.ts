/**
 * A dataset returns examples by index. It has no order of its own: the training loop determines the order.
 */
import type { Batch } from './batch.js';

/**
 * A part of a dataset. Music datasets have all three parts. Most image datasets have no `validation` part: they use
 * `test` instead, unless a training holds out a share of `train` (docs/decisions, 5).
 */
export type Split = 'train' | 'validation' | 'test';

/** A part that models are scored on, or that their latents are computed from. */
export type ScoredSplit = Exclude<Split, 'validation'>;

/** How a dataset reads examples. */
export interface ReadOptions {
  /**
   * The pass over the data, from 1. If a dataset changes its examples in each epoch, as an augmented one does, epoch
   * and index determine its draws. Absent outside training.
   */
  readonly epoch?: number;
}

/** The factors of generated examples: the ground truth for measures of disentanglement. */
export interface Factors {
  /** The factors' names, in the order of the columns of `values`. */
  readonly names: readonly string[];
  /** The number of values of each factor. */
  readonly sizes: readonly number[];
  /** Row-major, `[size, names.length]`: integers below the factor's size. */
  readonly values: Uint8Array;
}

/** An item of a source that cannot be read. */
export interface SkippedItem {
  /** Its name inside the source. */
  readonly id: string;
  /** Why it cannot be read, in one line. */
  readonly reason: string;
}

/** Examples that are read by their positions: the contract of everything that models are trained and scored on. */
export interface Dataset {
  /** Name and split, such as `mnist/train`; a run's config contains it. */
  readonly id: string;
  /** Number of examples. */
  readonly size: number;
  /** One line for the user about the source and its conversion, if they are not obvious. */
  readonly description?: string;
  /** Items that were left out because they cannot be read. */
  readonly skipped?: readonly SkippedItem[];
  /** Shape of one example, without the batch. */
  readonly shape: readonly number[];
  /** sha256 of the source, in hex: shows whether two runs used the same data. */
  readonly fingerprint: string;
  /** One class per example, or undefined for unlabelled data. */
  readonly labels?: Uint8Array | Int32Array;
  /** The condition of each example, `[indices.length, size]`, for models with a `vector` condition. */
  conditions?(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> | Batch;
  /** The encoder's input for each example, `[indices.length, ...shape]`, for models whose input is `given`. */
  inputs?(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> | Batch;
  /** The name of each class, by label. */
  readonly classNames?: readonly string[];
  /** The factors of generated data; undefined for other data. */
  readonly factors?: Factors;
  /**
   * Reads examples.
   *
   * @param indices positions below `size`, in the requested order; repeats are allowed.
   * @returns `[indices.length, ...shape]`; values in the codec's range (0 to 1 for images).
   */
  read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> | Batch;
  /** Announces the next read, so that data on a disk can be fetched during other work. A dataset may ignore it. */
  prefetch?(indices: ArrayLike<number>, options?: ReadOptions): void;
}
