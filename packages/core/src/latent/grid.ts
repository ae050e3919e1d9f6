/** Grids of a latent plane, and traversals of single dimensions. */
import { InvalidArgumentError, stackRows, type Batch } from '@speil/api';

/** Which points a grid has. */
export interface GridOptions {
  /** Number of points across. */
  readonly columns: number;
  /** Number of points down. */
  readonly rows: number;
  /** Left, right, bottom and top of the grid, at the centres of its outer cells. Default [-2, 2, -2, 2]. */
  readonly extent?: readonly [left: number, right: number, bottom: number, top: number];
}

/** Computes points of the plane, `[rows * columns, 2]`, row by row from the top left, as the pixels of a picture. */
export function gridPoints({ columns, rows, extent = [-2, 2, -2, 2] }: GridOptions): Batch {
  for (const [name, value] of Object.entries({ columns, rows })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new InvalidArgumentError(
        `${name} must be a positive whole number. Received: ${name}=${value}.`,
      );
    }
  }
  const [left, right, bottom, top] = extent;
  const at = (from: number, to: number, index: number, count: number): number =>
    count === 1 ? (from + to) / 2 : from + ((to - from) * index) / (count - 1);
  const values = new Float32Array(rows * columns * 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const i = 2 * (row * columns + column);
      values[i] = at(left, right, column, columns);
      values[i + 1] = at(top, bottom, row, rows);
    }
  }
  return { shape: [rows * columns, 2], values };
}

/** Copies of a latent with one dimension set to each value, `[values.length, length]`. */
export function traversal(
  latent: Float32Array,
  dimension: number,
  values: readonly number[],
): Batch {
  if (!Number.isInteger(dimension) || dimension < 0 || dimension >= latent.length) {
    throw new InvalidArgumentError(
      `dimension must be from 0 to ${latent.length - 1}. Received: dimension=${dimension}.`,
    );
  }
  const rows = values.map((value) => {
    const row = latent.slice();
    row[dimension] = value;
    return row;
  });
  return stackRows(rows, [latent.length]);
}
