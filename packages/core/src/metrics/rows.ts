/** Rows of numbers for the metrics of this folder: latents or features, one row for each item. */
import { InvalidArgumentError, sizeOf, type Batch } from '@speil/api';

export interface Rows {
  readonly count: number;
  readonly width: number;
  readonly values: Float32Array;
}

/**
 * @param batch `[n, ...shape]`. The numbers of each item form one row.
 * @param least minimum number of items.
 * @throws InvalidArgumentError for fewer items.
 */
export function rowsOf(batch: Batch, what: string, least = 1): Rows {
  const [count = 0, ...shape] = batch.shape;
  if (count < least) {
    throw new InvalidArgumentError(`${what} must be at least ${least}. Received: ${count}.`);
  }
  return { count, width: sizeOf(shape), values: batch.values };
}

/** @throws InvalidArgumentError unless both have rows of the same length. */
export function assertSameWidth(a: Rows, b: Rows): void {
  if (a.width === b.width) return;
  throw new InvalidArgumentError(
    `Both sets must have rows of the same length. Received: ${a.width} and ${b.width}.`,
  );
}

/** @throws InvalidArgumentError unless there is one label for each item. */
export function assertLabelled(rows: Rows, labels: ArrayLike<number>): void {
  if (rows.count === labels.length) return;
  throw new InvalidArgumentError(
    `There must be one label for each latent. Received: ${rows.count} latents and ${labels.length} labels.`,
  );
}

/** Squared Euclidean distance between row `i` of `a` and row `j` of `b`. */
export function squaredDistance(a: Rows, i: number, b: Rows, j: number): number {
  const { width } = a;
  let sum = 0;
  for (let k = 0; k < width; k++) {
    const difference = a.values[i * width + k]! - b.values[j * width + k]!;
    sum += difference * difference;
  }
  return sum;
}
