/** Geometry of latent vectors on the host: paths, grids, draws, distances. All are `Float32Array`s of one length. */
import { InvalidArgumentError, rowOf, sizeOf, stackRows, type Batch } from '@speil/api';
import { sampleStandardNormal } from '../priors/standard-normal.js';

/** a + t (b - a). @param t 0 gives a, 1 gives b; beyond extrapolates. */
export function lerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  assertSameLength(a, b);
  return a.map((value, i) => value + (b[i]! - value) * t);
}

/**
 * Spherical interpolation (Shoemake 1985, equation in section 3.3), which keeps to the shell where a Gaussian's mass lies
 * (White 2016). Directions turn, lengths are interpolated along; parallel vectors give `lerp`.
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  assertSameLength(a, b);
  const [lengthA, lengthB] = [norm(a), norm(b)];
  if (lengthA === 0 || lengthB === 0) return lerp(a, b, t);
  const cosine = dot(a, b) / (lengthA * lengthB);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  // Opposite vectors have no shortest arc, parallel ones no arc at all.
  if (sine < 1e-6) return lerp(a, b, t);
  const wa = Math.sin((1 - t) * angle) / sine;
  const wb = Math.sin(t * angle) / sine;
  return a.map((value, i) => value * wa + b[i]! * wb);
}

export interface PathOptions {
  /** Points including both ends, at least 2. Default 8. */
  readonly steps?: number;
  /** Default `lerp`. */
  readonly method?: 'lerp' | 'slerp';
}

/** Points from a to b at equal steps, `[steps, length]`. */
export function path(
  a: Float32Array,
  b: Float32Array,
  { steps = 8, method = 'lerp' }: PathOptions = {},
): Batch {
  if (!Number.isInteger(steps) || steps < 2) {
    throw new InvalidArgumentError(
      `steps must be a whole number from 2. Received: steps=${steps}.`,
    );
  }
  const between = method === 'slerp' ? slerp : lerp;
  const rows = Array.from({ length: steps }, (_, i) => between(a, b, i / (steps - 1)));
  return stackRows(rows, [a.length]);
}

export interface SquareOptions {
  /** Points across and down, at least 2. Default 5 each. */
  readonly columns?: number;
  readonly rows?: number;
  /** Default `lerp`. */
  readonly method?: 'lerp' | 'slerp';
}

/**
 * Points between four corners, row by row from the top left, `[rows * columns, length]`: first down both sides, then across
 * (bilinear with `lerp`).
 *
 * @param corners top left, top right, bottom left, bottom right.
 */
export function square(
  corners: readonly [Float32Array, Float32Array, Float32Array, Float32Array],
  { columns = 5, rows = 5, method = 'lerp' }: SquareOptions = {},
): Batch {
  const [topLeft, topRight, bottomLeft, bottomRight] = corners;
  const left = path(topLeft, bottomLeft, { steps: rows, method });
  const right = path(topRight, bottomRight, { steps: rows, method });
  const width = topLeft.length;
  const across = Array.from({ length: rows }, (_, row) => {
    const end = (side: Batch): Float32Array => rowOf(side, row);
    return path(end(left), end(right), { steps: columns, method });
  });
  const points = across.flatMap((line) =>
    Array.from({ length: columns }, (_, i) => rowOf(line, i)),
  );
  return stackRows(points, [width]);
}

/**
 * Points around one: s point + (1 - s) draws of the standard normal, as MusicVAE's `similar` does.
 *
 * @param similarity s, from 0 (draws of the prior) to 1 (the point itself).
 * @param options.seed of the draws; default 0.
 * @returns `[count, length]`.
 */
export function around(
  point: Float32Array,
  count: number,
  similarity: number,
  { seed = 0 }: { readonly seed?: number } = {},
): Batch {
  if (!(similarity >= 0 && similarity <= 1)) {
    throw new InvalidArgumentError(
      `similarity must be from 0 to 1. Received: similarity=${similarity}.`,
    );
  }
  const { shape, values } = sampleStandardNormal(count, [point.length], seed);
  return {
    shape,
    values: values.map(
      (draw, i) => similarity * point[i % point.length]! + (1 - similarity) * draw,
    ),
  };
}

/** The mean of points, `[length]`. @param points `[count, length]`, at least one. */
export function meanPoint(points: Batch): Float32Array {
  const [count = 0, ...shape] = points.shape;
  if (count === 0)
    throw new InvalidArgumentError('A mean needs at least one point. Received: none.');
  const width = sizeOf(shape);
  const sums = new Float64Array(width);
  points.values.forEach((value, i) => (sums[i % width]! += value));
  return Float32Array.from(sums, (sum) => sum / count);
}

/**
 * The direction in which an attribute grows: the difference of the mean latents of the items in
 * the lowest and in the highest quarter (attribute vectors of Roberts et al. 2018).
 *
 * @param latents `[n, length]`. @param amounts of the attribute, one for each latent; not all equal.
 * @returns `[length]`; adding it moves from a typical low amount to a typical high one.
 */
export function attributeVector(latents: Batch, amounts: ArrayLike<number>): Float32Array {
  const [count = 0] = latents.shape;
  if (amounts.length !== count || count < 2) {
    throw new InvalidArgumentError(
      `An attribute needs one amount a code, and at least 2 latents. Received: ${amounts.length} amounts for ${count} latents.`,
    );
  }
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => amounts[a]! - amounts[b]! || a - b,
  );
  const quarter = Math.max(1, Math.floor(count / 4));
  const [low, high] = [order.slice(0, quarter), order.slice(-quarter)];
  if (amounts[low.at(-1)!]! >= amounts[high[0]!]!) {
    throw new InvalidArgumentError(
      `An attribute's amounts must differ between its lowest and its highest quarter. Received: ${amounts[low.at(-1)!]!} in both.`,
    );
  }
  const meanOf = (places: readonly number[]): Float32Array =>
    meanPoint(
      stackRows(
        places.map((place) => rowOf(latents, place)),
        latents.shape.slice(1),
      ),
    );
  const [from, to] = [meanOf(low), meanOf(high)];
  return to.map((value, i) => value - from[i]!);
}

export interface GridOptions {
  readonly columns: number;
  readonly rows: number;
  /** Left, right, bottom and top of the grid, at the centres of its outer cells. Default [-2, 2, -2, 2]. */
  readonly extent?: readonly [left: number, right: number, bottom: number, top: number];
}

/** Points of the plane, row by row from the top left, `[rows * columns, 2]`: the order in which a picture is read. */
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

export interface Neighbour {
  readonly index: number;
  /** Euclidean. */
  readonly distance: number;
}

/** The rows of `latents` (`[n, length]`) nearest to a point, nearest first; at most `count`. */
export function nearestNeighbours(latents: Batch, point: Float32Array, count = 1): Neighbour[] {
  const [rows = 0, ...shape] = latents.shape;
  const width = sizeOf(shape);
  if (width !== point.length) {
    throw new InvalidArgumentError(
      `The point must have ${width} values, as the latents have. Received: ${point.length}.`,
    );
  }
  const all = Array.from({ length: rows }, (_, index) => {
    let squares = 0;
    for (let i = 0; i < width; i++)
      squares += (latents.values[index * width + i]! - point[i]!) ** 2;
    return { index, distance: Math.sqrt(squares) };
  });
  return all.sort((a, b) => a.distance - b.distance || a.index - b.index).slice(0, count);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function norm(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

function assertSameLength(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length) {
    throw new InvalidArgumentError(
      `Both latents must have one length. Received: ${a.length} and ${b.length}.`,
    );
  }
}
