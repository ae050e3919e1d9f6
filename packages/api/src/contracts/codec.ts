/**
 * A codec converts items of a domain (pictures, melodies) to the numbers that a network takes, and back.
 */
import { rowOf, type Batch } from './batch.js';

/** Converts items of a domain to rows of numbers and back. */
export interface Codec<T> {
  /** Stable name, which is written into `model.json`. */
  readonly id: string;
  /** The shape of one encoded item, without the batch: `[height, width, channels]`, `[steps, depth]`. */
  readonly shape: readonly number[];
  /**
   * Converts an item to a network's values, `shape`, row-major.
   *
   * @returns `product(shape)` values, row-major.
   */
  encode(item: T): Float32Array;
  /**
   * Converts a network's values to an item.
   *
   * @param values `product(shape)` values, row-major, as the model gives them (a mean or a probability).
   */
  decode(values: Float32Array): T;
}

/** Decodes each row of a batch. Rows are copied, so that an item may outlive the batch, or be transferred. */
export function decodeItems<T>(codec: Codec<T>, batch: Batch): T[] {
  return Array.from({ length: batch.shape[0]! }, (_, i) => codec.decode(rowOf(batch, i).slice()));
}
