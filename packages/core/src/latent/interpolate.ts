/** Interpolation between latent vectors: lines, arcs and squares. */
import { InvalidArgumentError, rowOf, stackRows, type Batch } from '@speil/api';

/** a + t (b - a). @param t 0 gives a, and 1 gives b; other values may extrapolate. */
export function lerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  assertSameLength(a, b);
  return a.map((value, i) => value + (b[i]! - value) * t);
}

/**
 * Spherical interpolation (Shoemake 1985, equation in section 3.3), which stays in the shell that contains the mass of
 * a Gaussian (White 2016). The direction is rotated, and the length is interpolated linearly. For parallel vectors the
 * result is that of `lerp`.
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  assertSameLength(a, b);
  const [lengthA, lengthB] = [norm(a), norm(b)];
  if (lengthA === 0 || lengthB === 0) return lerp(a, b, t);
  const cosine = dot(a, b) / (lengthA * lengthB);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  // Opposite vectors have no shortest arc, and parallel vectors have no arc.
  if (sine < 1e-6) return lerp(a, b, t);
  const wa = Math.sin((1 - t) * angle) / sine;
  const wb = Math.sin(t * angle) / sine;
  return a.map((value, i) => value * wa + b[i]! * wb);
}

/** Which points a path between two latents has. */
export interface PathOptions {
  /** Number of points including both ends, at least 2. Default 8. */
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

/** Which points a square between four latents has. */
export interface SquareOptions {
  /** Number of points across and down, at least 2. Default 5 each. */
  readonly columns?: number;
  /** Number of points down. Default 5. */
  readonly rows?: number;
  /** Default `lerp`. */
  readonly method?: 'lerp' | 'slerp';
}

/**
 * Interpolates between four corners, first down both sides, then across (bilinear with `lerp`). The points are in rows
 * from the top left, `[rows * columns, length]`.
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

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function norm(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

function assertSameLength(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length) {
    throw new InvalidArgumentError(
      `Both latents must have the same length. Received: ${a.length} and ${b.length}.`,
    );
  }
}
