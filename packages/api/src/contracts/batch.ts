/**
 * Numbers on the host, the only form in which data crosses a package boundary. A batch is row-major and owns only
 * its array, so that it can be posted to a worker with its buffer transferred.
 */
import { InvalidArgumentError } from '../errors/errors.js';

/** Row-major values on the host, `[batch, ...shape]`. */
export interface Batch {
  /** All dimensions, the batch first: `[batch, ...shape]`. */
  readonly shape: readonly number[];
  /** `product(shape)` values. */
  readonly values: Float32Array;
}

/** The number of values of a shape; 1 for the empty shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/**
 * Creates a batch whose shape and values agree.
 *
 * @param shape `[batch, ...shape]`, non-negative integers.
 * @param values row-major values; shared, not copied.
 * @throws InvalidArgumentError when `values.length` is not the product of `shape`.
 */
export function createBatch(shape: readonly number[], values: Float32Array): Batch {
  if (shape.length === 0 || shape.some((d) => !Number.isInteger(d) || d < 0)) {
    throw new InvalidArgumentError(
      `A batch's shape must be [batch, ...] of non-negative integers. Received: [${shape.join(', ')}].`,
    );
  }
  if (sizeOf(shape) !== values.length) {
    throw new InvalidArgumentError(
      `A batch of shape [${shape.join(', ')}] must hold ${sizeOf(shape)} values. Received: ${values.length}.`,
    );
  }
  return { shape, values };
}

/**
 * Stacks rows of equal length.
 *
 * @param rows `batch` arrays of `product(shape)` values each.
 * @param shape the shape of one row.
 * @returns `[rows.length, ...shape]`.
 */
export function stackRows(rows: readonly Float32Array[], shape: readonly number[]): Batch {
  const width = sizeOf(shape);
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, index) => {
    if (row.length !== width) {
      throw new InvalidArgumentError(
        `Row ${index} must hold ${width} values for shape [${shape.join(', ')}]. Received: ${row.length}.`,
      );
    }
    values.set(row, index * width);
  });
  return { shape: [rows.length, ...shape], values };
}

/** The values of one row of a batch, as a view without a copy. */
export function rowOf(batch: Batch, index: number): Float32Array {
  const [count = 0, ...shape] = batch.shape;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new InvalidArgumentError(
      `A row's index must be from 0 to ${count - 1}. Received: ${index}.`,
    );
  }
  const width = sizeOf(shape);
  return batch.values.subarray(index * width, (index + 1) * width);
}

/** Copies some rows of a batch, `[count, ...shape]`. */
export function sliceRows(
  { shape: [, ...shape], values }: Batch,
  start: number,
  count: number,
): Batch {
  const width = sizeOf(shape);
  return { shape: [count, ...shape], values: values.slice(start * width, (start + count) * width) };
}
