/**
 * Principal component analysis, the linear baseline of every autoencoder. It is exact, and reads the data as a stream,
 * since only sums over the data are kept. Without components it is the other baseline, the mean image.
 *
 * The leading eigenvectors are found by subspace iteration (Halko, Martinsson & Tropp 2011, section 4.5), which is
 * repeated until the residuals vanish. ml-matrix solves the small eigenproblems of the iteration. A full solver takes
 * six seconds for 784 pixels, and hours for the 12,288 values of a colour picture, although only a few dozen components
 * are requested.
 */
import { InvalidArgumentError, sizeOf, throwIfAborted, type Dataset } from '@speil/api';
import { EigenvalueDecomposition, Matrix, QrDecomposition } from 'ml-matrix';
import { normals } from '../random/streams.js';
import { yieldToEventLoop } from '../engines/yield.js';
import type { PrincipalComponents } from './linear-projection.js';

/** Maximum number of values per item. The covariance of 4,096 values takes 134 MB. */
export const principalWidth = 4096;

/** Sums over items of their values, and of the products of their values, in double precision. */
export class CovarianceSums {
  /** Number of values of an item. */
  readonly width: number;
  /** Number of items that were added. */
  count = 0;
  readonly #sums: Float64Array;
  /** Upper triangle of the sum of x x^T, stored in rows of full length. */
  readonly #products: Float64Array;

  /** @throws InvalidArgumentError for more than 4,096 values per item. */
  constructor(width: number) {
    if (width > principalWidth) {
      throw new InvalidArgumentError(
        `PCA is limited to ${principalWidth} values per item. Received: ${width}.`,
      );
    }
    this.width = width;
    this.#sums = new Float64Array(width);
    this.#products = new Float64Array(width * width);
  }

  /**
   * Adds items. Zeros, which are most of the pixels of a digit, are skipped.
   *
   * @param rows row-major, `[n, width]`. Values should be of the order of 1, so that no digits are lost when the mean
   *   is subtracted.
   */
  add(rows: Float32Array): void {
    const { width } = this;
    const places = new Uint32Array(width);
    for (let start = 0; start < rows.length; start += width) {
      this.count++;
      let filled = 0;
      for (let i = 0; i < width; i++) if (rows[start + i] !== 0) places[filled++] = i;
      for (let a = 0; a < filled; a++) {
        const i = places[a]!;
        const value = rows[start + i]!;
        const row = i * width;
        this.#sums[i]! += value;
        for (let b = a; b < filled; b++) {
          const j = places[b]!;
          this.#products[row + j]! += value * rows[start + j]!;
        }
      }
    }
  }

  /** The mean of the items, `[width]`. */
  mean(): Float64Array {
    return this.#sums.map((sum) => sum / this.count);
  }

  /** Population covariance, row-major `[width, width]`. */
  covariance(): Float64Array {
    const { width, count } = this;
    const mean = this.mean();
    const out = new Float64Array(width * width);
    for (let i = 0; i < width; i++) {
      for (let j = i; j < width; j++) {
        const value = this.#products[i * width + j]! / count - mean[i]! * mean[j]!;
        out[i * width + j] = value;
        out[j * width + i] = value;
      }
    }
    return out;
  }
}

/**
 * Computes principal components from sums over the items.
 *
 * @param components number of components, from 0 to the width. Components beyond the rank of the data have variance 0.
 * @throws InvalidArgumentError for any other number, or if no items were added.
 */
export function principalComponents(sums: CovarianceSums, components: number): PrincipalComponents {
  const { width, count } = sums;
  if (!Number.isInteger(components) || components < 0 || components > width || count === 0) {
    throw new InvalidArgumentError(
      `components must be from 0 to ${width}, and there must be at least one item. Received: components=${components} of ${count} items.`,
    );
  }
  const covariance = sums.covariance();
  let totalVariance = 0;
  for (let i = 0; i < width; i++) totalVariance += covariance[i * width + i]!;
  const pairs = components === 0 ? [] : leading(covariance, width, components);
  return {
    mean: sums.mean(),
    components: pairs.map(({ vector }) => vector),
    variances: pairs.map(({ value }) => Math.max(0, value)),
    totalVariance,
  };
}

/** Reads a dataset once, batch by batch, and computes its components. */
export async function findPrincipalComponents(
  dataset: Dataset,
  components: number,
  { batchSize = 1000, signal }: { readonly batchSize?: number; readonly signal?: AbortSignal } = {},
): Promise<PrincipalComponents> {
  const sums = new CovarianceSums(sizeOf(dataset.shape));
  for (let start = 0; start < dataset.size; start += batchSize) {
    await yieldToEventLoop();
    throwIfAborted(signal);
    const count = Math.min(batchSize, dataset.size - start);
    sums.add((await dataset.read(Array.from({ length: count }, (_, i) => start + i))).values);
  }
  return principalComponents(sums, components);
}

interface Eigenpair {
  readonly value: number;
  readonly vector: Float64Array;
}

/** An eigenvector has converged if its residual, relative to the largest eigenvalue, is below this. */
const tolerance = 1e-9;
const iterations = 1000;

/** Computes the largest eigenvalues of a symmetric matrix, with their eigenvectors. */
function leading(matrix: Float64Array, width: number, count: number): readonly Eigenpair[] {
  // The block has more vectors than requested: the speed of convergence depends on the gap to the first eigenvalue
  // outside the block.
  const block = Math.min(width, count + Math.max(16, Math.ceil(count / 2)));
  const start = normals({ seed: 0, purpose: 'measuring' }, width * block);
  let basis = orthonormal(
    new Matrix(width, block).fill(0).add(Matrix.from1DArray(width, block, start)),
  );
  for (let round = 0; ; round++) {
    const image = times(matrix, width, basis);
    // The Rayleigh-Ritz method gives the best eigenvectors within the block.
    const small = basis.transpose().mmul(image);
    const solved = new EigenvalueDecomposition(small, { assumeSymmetric: true });
    const order = solved.realEigenvalues
      .map((value, place) => ({ value, place }))
      .sort((a, b) => b.value - a.value);
    const turn = solved.eigenvectorMatrix.subMatrixColumn(order.map(({ place }) => place));
    const vectors = basis.mmul(turn);
    const images = image.mmul(turn);
    const values = order.map(({ value }) => value);
    const worst = residual(images, vectors, values.slice(0, count));
    if (worst <= tolerance * Math.max(values[0]!, Number.MIN_VALUE) || round === iterations) {
      return values.slice(0, count).map((value, c) => ({ value, vector: signed(vectors, c) }));
    }
    basis = orthonormal(images);
  }
}

function orthonormal(columns: Matrix): Matrix {
  return new QrDecomposition(columns).orthogonalMatrix;
}

/** Multiplies a large matrix, which is stored in one array row by row, by a basis. */
function times(matrix: Float64Array, width: number, basis: Matrix): Matrix {
  const columns = basis.columns;
  const rows = basis.to2DArray().map((row) => Float64Array.from(row));
  const out = Matrix.zeros(width, columns);
  const sum = new Float64Array(columns);
  for (let i = 0; i < width; i++) {
    sum.fill(0);
    for (let j = 0; j < width; j++) {
      const factor = matrix[i * width + j]!;
      if (factor === 0) continue;
      const row = rows[j]!;
      for (let c = 0; c < columns; c++) sum[c]! += factor * row[c]!;
    }
    out.setRow(i, sum);
  }
  return out;
}

function residual(images: Matrix, vectors: Matrix, values: readonly number[]): number {
  return values.reduce((worst, value, c) => {
    let squares = 0;
    for (let i = 0; i < vectors.rows; i++)
      squares += (images.get(i, c) - value * vectors.get(i, c)) ** 2;
    return Math.max(worst, Math.sqrt(squares));
  }, 0);
}

function signed(vectors: Matrix, column: number): Float64Array {
  const vector = Float64Array.from(vectors.getColumn(column));
  const largest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}
