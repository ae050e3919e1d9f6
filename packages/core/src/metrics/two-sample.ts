/**
 * Tests whether two sets of latents come from one distribution: the kernel two-sample test of Gretton et al. 2012, by
 * permutation. With encoded data and draws of the prior, it tests whether the aggregated posterior equals the prior.
 */
import { InvalidArgumentError, type Batch } from '@speil/api';
import { permutation } from '../random/streams.js';
import { assertSameWidth, rowsOf, squaredDistance, type Rows } from './rows.js';

/** The result of a test whether two samples come from one distribution. */
export interface TwoSampleTest {
  /** Unbiased squared maximum mean discrepancy (equation 3). */
  readonly mmd2: number;
  /** The p-value: the share of divisions, including the given one, whose discrepancy is at least as large. */
  readonly pValue: number;
  /** Standard deviation of the Gaussian kernel that was used. */
  readonly bandwidth: number;
}

/** How two samples are compared. */
export interface TwoSampleOptions {
  /** Number of random divisions. Default 999. */
  readonly permutations?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Standard deviation of the Gaussian kernel. Default: the median distance of all pairs (section 8). */
  readonly bandwidth?: number;
}

/** Maximum number of items. The kernel of all pairs takes 8 bytes per pair. */
const mostItems = 4000;

/**
 * Tests whether two samples come from one distribution.
 *
 * @param a `[n, ...shape]`,
 * @param b `[m, ...shape]`; at least 2 each, 4,000 together at most.
 */
export function twoSampleTest(
  a: Batch,
  b: Batch,
  { permutations = 999, seed = 0, bandwidth }: TwoSampleOptions = {},
): TwoSampleTest {
  const [first, second] = [rowsOf(a, 'The first sample', 2), rowsOf(b, 'The second sample', 2)];
  assertSameWidth(first, second);
  const count = first.count + second.count;
  if (count > mostItems) {
    throw new InvalidArgumentError(
      `The two-sample test takes at most ${mostItems} items in both samples together. Received: ${count}.`,
    );
  }
  const squares = squaredDistances(first, second);
  const width = bandwidth ?? medianDistance(squares, count);
  const kernel = squares.map((square) => Math.exp(-square / (2 * width * width)));
  const given = new Uint8Array(count).fill(1, 0, first.count);
  const mmd2 = discrepancy(kernel, given);
  let asLarge = 1;
  for (let draw = 0; draw < permutations; draw++) {
    const order = permutation({ seed, purpose: 'measuring', step: draw }, count);
    const division = new Uint8Array(count);
    for (let i = 0; i < first.count; i++) division[order[i]!] = 1;
    if (discrepancy(kernel, division) >= mmd2) asLarge++;
  }
  return { mmd2, pValue: asLarge / (permutations + 1), bandwidth: width };
}

function squaredDistances(first: Rows, second: Rows): Float64Array {
  const count = first.count + second.count;
  const out = new Float64Array(count * count);
  const at = (i: number): readonly [Rows, number] =>
    i < first.count ? [first, i] : [second, i - first.count];
  for (let i = 0; i < count; i++) {
    const [rows, row] = at(i);
    for (let j = 0; j < i; j++) {
      const [others, other] = at(j);
      const square = squaredDistance(rows, row, others, other);
      out[i * count + j] = square;
      out[j * count + i] = square;
    }
  }
  return out;
}

function medianDistance(squares: Float64Array, count: number): number {
  const pairs = new Float64Array((count * (count - 1)) / 2);
  let filled = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) pairs[filled++] = squares[i * count + j]!;
  }
  pairs.sort();
  return Math.sqrt(pairs[Math.floor(pairs.length / 2)]!) || 1;
}

/** @param division 1 for the first sample's items. */
function discrepancy(kernel: Float64Array, division: Uint8Array): number {
  const count = division.length;
  const m = division.reduce((sum, one) => sum + one, 0);
  const n = count - m;
  let [inFirst, inSecond, between] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    let [first, second] = [0, 0];
    for (let j = 0; j < i; j++) {
      const value = kernel[i * count + j]!;
      if (division[j] === 1) first += value;
      else second += value;
    }
    if (division[i] === 1) {
      inFirst += first;
      between += second;
    } else {
      between += first;
      inSecond += second;
    }
  }
  return (2 * inFirst) / (m * (m - 1)) + (2 * inSecond) / (n * (n - 1)) - (2 * between) / (m * n);
}
