/**
 * A codec joins a domain (a picture, a melody) to the numbers that a network sees.
 */

/** Turns items of a domain into rows of numbers and back. */
export interface Codec<T> {
  /** Stable name, written into `model.json`. */
  readonly id: string;
  /** The shape of one encoded item, without the batch: `[height, width, channels]`, `[steps, depth]`. */
  readonly shape: readonly number[];
  /** @returns `product(shape)` values, row-major. */
  encode(item: T): Float32Array;
  /** @param values `product(shape)` values, row-major, as the model gives them (a mean or a probability). */
  decode(values: Float32Array): T;
}
