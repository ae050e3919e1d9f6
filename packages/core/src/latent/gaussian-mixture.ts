/**
 * A Gaussian mixture fitted by expectation maximisation (Dempster et al. 1977). It is a density of latents for
 * autoencoders without a prior, or whose aggregated posterior differs from the prior. The log likelihood never
 * decreases from one iteration to the next.
 */
import { InvalidArgumentError, type Batch } from '@speil/api';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { rowsOf, type Rows } from '../metrics/rows.js';
import { uniforms } from '../random/streams.js';

/** One Gaussian of a mixture. */
export interface GaussianComponent {
  /** Weight of the component, above 0. The weights of all components sum to 1. */
  readonly weight: number;
  /** Its mean, `[width]`. */
  readonly mean: Float64Array;
  /**
   * Lower triangle L of the covariance L L^T, row-major `[width, width]`. For a diagonal covariance, only the diagonal
   * is filled.
   */
  readonly cholesky: Float64Array;
}

/** A mixture of Gaussians in a latent space. */
export interface GaussianMixture {
  /** Number of dimensions. */
  readonly width: number;
  /** Whether dimensions may correlate. */
  readonly covariance: 'full' | 'diagonal';
  /** The Gaussians; their weights sum to 1. */
  readonly components: readonly GaussianComponent[];
  /** Log likelihood after each iteration, in nats per item. */
  readonly logLikelihoods: readonly number[];
}

/** How a mixture is fitted. */
export interface MixtureOptions {
  /** Default 10. */
  readonly components?: number;
  /** Default `full`. */
  readonly covariance?: 'full' | 'diagonal';
  /** Seed of the initial components. Default 0. */
  readonly seed?: number;
  /** Maximum number of iterations. Default 100. */
  readonly rounds?: number;
  /** The fit ends when an iteration gains fewer nats per item than this. Default 1e-4. */
  readonly tolerance?: number;
}

/** Added to each variance, relative to the variance of the data, so that no component collapses to a point. */
const floor = 1e-6;
/** The least addition, relative to the mean square of the latents: identical latents have no variance. */
const leastFloor = 1e-12;

/**
 * Fits a mixture of Gaussians by expectation-maximisation (Dempster, Laird & Rubin 1977).
 *
 * @param latents `[n, ...latentShape]`, at least as many as components.
 * @throws InvalidArgumentError for fewer latents than components, or for no component.
 */
export function fitGaussianMixture(
  latents: Batch,
  {
    components = 10,
    covariance = 'full',
    seed = 0,
    rounds = 100,
    tolerance = 1e-4,
  }: MixtureOptions = {},
): GaussianMixture {
  if (!Number.isInteger(components) || components < 1) {
    throw new InvalidArgumentError(
      `components must be a positive whole number. Received: components=${components}.`,
    );
  }
  const rows = rowsOf(latents, 'The number of latents', components);
  const { count } = rows;
  const { variance, square } = meanVariance(rows);
  const jitter = Math.max(floor * variance, leastFloor * Math.max(1, square));
  const fit: Fit = { rows, covariance, jitter };
  // Start with hard assignments to the nearest centre, then iterate with soft assignments.
  let shares = nearestShares(rows, startingCentres(rows, components, seed));
  let mixture = maximise(fit, shares);
  const logLikelihoods: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const expected = expect(fit, mixture);
    logLikelihoods.push(expected.logLikelihood / count);
    const gained = logLikelihoods.at(-1)! - (logLikelihoods.at(-2) ?? -Infinity);
    if (gained < tolerance) break;
    shares = expected.shares;
    mixture = maximise(fit, shares);
  }
  return { width: rows.width, covariance, components: mixture, logLikelihoods };
}

/** ln of the mixture's density at each item, in nats. @param latents `[n, ...latentShape]`. */
export function logDensity(
  { width, covariance, components }: GaussianMixture,
  latents: Batch,
): Float64Array {
  const rows = rowsOf(latents, 'The number of latents');
  if (rows.width !== width) {
    throw new InvalidArgumentError(`Latents must have ${width} numbers. Received: ${rows.width}.`);
  }
  return expect({ rows, covariance, jitter: 0 }, components).logs;
}

interface Fit {
  readonly rows: Rows;
  readonly covariance: 'full' | 'diagonal';
  readonly jitter: number;
}

/**
 * k-means++ (Arthur & Vassilvitskii 2007): each further centre is drawn with a probability proportional to its squared
 * distance from the existing centres.
 */
function startingCentres(
  { count, width, values }: Rows,
  components: number,
  seed: number,
): number[] {
  const draws = uniforms({ seed, purpose: 'measuring' }, components);
  const centres = [Math.floor(draws[0]! * count)];
  const distances = new Float64Array(count).fill(Infinity);
  for (let c = 1; c < components; c++) {
    const last = centres[c - 1]!;
    let total = 0;
    for (let n = 0; n < count; n++) {
      let square = 0;
      for (let i = 0; i < width; i++)
        square += (values[n * width + i]! - values[last * width + i]!) ** 2;
      distances[n] = Math.min(distances[n]!, square);
      total += distances[n]!;
    }
    let left = draws[c]! * total;
    let next = 0;
    while (next < count - 1 && (left -= distances[next]!) >= 0) next++;
    centres.push(next);
  }
  return centres;
}

/** Assigns each item to its nearest centre. @returns `[n, components]`: 1 for the nearest centre, 0 for the others. */
function nearestShares({ count, width, values }: Rows, centres: readonly number[]): Float64Array {
  const shares = new Float64Array(count * centres.length);
  for (let n = 0; n < count; n++) {
    let [best, least] = [0, Infinity];
    centres.forEach((centre, c) => {
      let square = 0;
      for (let i = 0; i < width; i++)
        square += (values[n * width + i]! - values[centre * width + i]!) ** 2;
      if (square < least) [best, least] = [c, square];
    });
    shares[n * centres.length + best] = 1;
  }
  return shares;
}

function maximise(
  { rows, covariance, jitter }: Fit,
  shares: Float64Array,
): readonly GaussianComponent[] {
  const { count, width, values } = rows;
  const components = shares.length / count;
  return Array.from({ length: components }, (_, c) => {
    // A component that has lost its items keeps a tiny share of all items.
    let total = 1e-10;
    const mean = new Float64Array(width);
    for (let n = 0; n < count; n++) {
      const share = shares[n * components + c]! + 1e-10 / count;
      total += share - 1e-10 / count;
      for (let i = 0; i < width; i++) mean[i]! += share * values[n * width + i]!;
    }
    for (let i = 0; i < width; i++) mean[i]! /= total;
    const matrix = new Float64Array(width * width);
    const centred = new Float64Array(width);
    for (let n = 0; n < count; n++) {
      const share = shares[n * components + c]! + 1e-10 / count;
      for (let i = 0; i < width; i++) centred[i] = values[n * width + i]! - mean[i]!;
      for (let i = 0; i < width; i++) {
        const from = covariance === 'full' ? 0 : i;
        const scaled = (share / total) * centred[i]!;
        for (let j = from; j <= i; j++) matrix[i * width + j]! += scaled * centred[j]!;
      }
    }
    for (let i = 0; i < width; i++) matrix[i * width + i]! += jitter;
    return {
      weight: total / (count + components * 1e-10),
      mean,
      cholesky: cholesky(matrix, width),
    };
  });
}

interface Expected {
  /** `[n, components]`; each row sums to 1. */
  readonly shares: Float64Array;
  /** ln density of each item. */
  readonly logs: Float64Array;
  readonly logLikelihood: number;
}

function expect({ rows }: Fit, components: readonly GaussianComponent[]): Expected {
  const { count, width, values } = rows;
  const shares = new Float64Array(count * components.length);
  const logs = new Float64Array(count);
  const constants = components.map(({ weight, cholesky: lower }) => {
    let log = Math.log(weight) - (width / 2) * Math.log(2 * Math.PI);
    for (let i = 0; i < width; i++) log -= Math.log(lower[i * width + i]!);
    return log;
  });
  const solved = new Float64Array(width);
  let logLikelihood = 0;
  for (let n = 0; n < count; n++) {
    let largest = -Infinity;
    components.forEach(({ mean, cholesky: lower }, c) => {
      // L y = x - mean; the exponent is -|y|^2 / 2.
      let squares = 0;
      for (let i = 0; i < width; i++) {
        let left = values[n * width + i]! - mean[i]!;
        for (let j = 0; j < i; j++) left -= lower[i * width + j]! * solved[j]!;
        solved[i] = left / lower[i * width + i]!;
        squares += solved[i]! ** 2;
      }
      const log = constants[c]! - squares / 2;
      shares[n * components.length + c] = log;
      largest = Math.max(largest, log);
    });
    let sum = 0;
    for (let c = 0; c < components.length; c++) {
      const at = n * components.length + c;
      sum += shares[at] = Math.exp(shares[at]! - largest);
    }
    for (let c = 0; c < components.length; c++) shares[n * components.length + c]! /= sum;
    logs[n] = largest + Math.log(sum);
    logLikelihood += logs[n]!;
  }
  return { shares, logs, logLikelihood };
}

/** Computes the Cholesky factor of a covariance. @param matrix the covariance; only its lower triangle is read. */
function cholesky(matrix: Float64Array, width: number): Float64Array {
  const whole = Matrix.from1DArray(width, width, matrix);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) whole.set(j, i, whole.get(i, j));
  }
  return Float64Array.from(new CholeskyDecomposition(whole).lowerTriangularMatrix.to1DArray());
}

/** The mean variance and the mean square of the latents, over all dimensions. */
function meanVariance({ count, width, values }: Rows): {
  readonly variance: number;
  readonly square: number;
} {
  let [total, square] = [0, 0];
  for (let i = 0; i < width; i++) {
    let [sum, squares] = [0, 0];
    for (let n = 0; n < count; n++) sum += values[n * width + i]!;
    for (let n = 0; n < count; n++) {
      squares += (values[n * width + i]! - sum / count) ** 2;
      square += values[n * width + i]! ** 2 / count;
    }
    total += squares / count;
  }
  return { variance: total / width, square: square / width };
}
