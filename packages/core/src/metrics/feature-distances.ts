/**
 * Measures how close generated items are to real items in the features of some network: the Fréchet distance (Heusel et
 * al. 2017) and improved precision and recall (Kynkäänniemi et al. 2019). With the features of Inception, the Fréchet
 * distance is called FID. Values for other features must be named after those features, and cannot be compared with
 * FID.
 */
import { InvalidArgumentError, type Batch } from '@speil/api';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { assertSameWidth, rowsOf, squaredDistance, type Rows } from './rows.js';

/**
 * The Fréchet distance |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)) of the Gaussians with the means and covariances of
 * the samples (with the divisor n - 1).
 *
 * @param a features `[n, width]`. @param b features `[m, width]`. At least 2 each. With fewer items than `width`, the
 *   distance is biased.
 */
export function frechetDistance(a: Batch, b: Batch): number {
  const [first, second] = [rowsOf(a, 'The first sample', 2), rowsOf(b, 'The second sample', 2)];
  assertSameWidth(first, second);
  const [one, other] = [gaussianOf(first), gaussianOf(second)];
  const means = one.mean.reduce((sum, value, i) => sum + (value - other.mean[i]!) ** 2, 0);
  // With R = S1^(1/2), the matrix R S2 R is symmetric, and its square root has the same trace as (S1 S2)^(1/2).
  const root = squareRoot(one.covariance);
  const middle = symmetric(root.mmul(other.covariance).mmul(root));
  const values = new EigenvalueDecomposition(middle, { assumeSymmetric: true }).realEigenvalues;
  const shared = values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  return Math.max(0, means + one.covariance.trace() + other.covariance.trace() - 2 * shared);
}

/** How far generated items lie among real ones, and real ones among generated (Kynkäänniemi et al. 2019). */
export interface PrecisionRecall {
  /** Precision: share of generated items that lie in the region of the real items. */
  readonly precision: number;
  /** Recall: share of real items that lie in the region of the generated items. */
  readonly recall: number;
}

/**
 * Precision and recall. The region of a set is the union of balls around its items; the radius of each ball is the
 * distance to the k-th neighbour (section 2).
 *
 * @param real features `[n, width]`. @param generated features `[m, width]`. More than k each.
 */
export function precisionRecall(
  real: Batch,
  generated: Batch,
  { k = 3 }: { readonly k?: number } = {},
): PrecisionRecall {
  if (!Number.isInteger(k) || k < 1) {
    throw new InvalidArgumentError(`k must be a positive whole number. Received: k=${k}.`);
  }
  const first = rowsOf(real, 'The real items', k + 1);
  const second = rowsOf(generated, 'The generated items', k + 1);
  assertSameWidth(first, second);
  return {
    precision: shareInside(second, first, radii(first, k)),
    recall: shareInside(first, second, radii(second, k)),
  };
}

/** Squared distance of each row to its k-th neighbour among the others. */
function radii(rows: Rows, k: number): Float64Array {
  const out = new Float64Array(rows.count);
  const distances = new Float64Array(rows.count);
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < rows.count; j++) distances[j] = squaredDistance(rows, i, rows, j);
    // Skip the row itself, which is its own nearest neighbour.
    out[i] = distances.toSorted()[k]!;
  }
  return out;
}

function shareInside(queries: Rows, known: Rows, squares: Float64Array): number {
  let inside = 0;
  for (let i = 0; i < queries.count; i++) {
    for (let j = 0; j < known.count; j++) {
      if (squaredDistance(queries, i, known, j) > squares[j]!) continue;
      inside++;
      break;
    }
  }
  return inside / queries.count;
}

function gaussianOf({ count, width, values }: Rows): { mean: Float64Array; covariance: Matrix } {
  const mean = new Float64Array(width);
  for (let i = 0; i < count * width; i++) mean[i % width]! += values[i]! / count;
  const covariance = Matrix.zeros(width, width);
  for (let row = 0; row < count; row++) {
    const centred = mean.map((value, i) => values[row * width + i]! - value);
    for (let i = 0; i < width; i++) {
      for (let j = i; j < width; j++) {
        const value = covariance.get(i, j) + (centred[i]! * centred[j]!) / (count - 1);
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
    }
  }
  return { mean, covariance };
}

/**
 * The square root of a symmetric matrix without negative eigenvalues. Eigenvalues that are negative because of rounding
 * count as zero.
 */
function squareRoot(matrix: Matrix): Matrix {
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(
    matrix,
    {
      assumeSymmetric: true,
    },
  );
  const roots = Matrix.diag(values.map((value) => Math.sqrt(Math.max(0, value))));
  return vectors.mmul(roots).mmul(vectors.transpose());
}

function symmetric(matrix: Matrix): Matrix {
  return Matrix.add(matrix, matrix.transpose()).mul(0.5);
}
