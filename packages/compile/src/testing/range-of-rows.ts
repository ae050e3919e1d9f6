/** Test cases of kernels over an axis, with the right result for each row. */
import * as tf from '@tensorflow/tfjs';
import { greatest, leastNormal } from './range-numbers.js';

const f = Math.fround;

export const everyDtype = ['float32', 'int32', 'bool'];

export interface OfRows {
  readonly fn: (x: tf.Tensor) => tf.Tensor;
  readonly right: (row: readonly number[]) => number | readonly number[];
  readonly rightOfInts?: (row: readonly number[]) => number | readonly number[];
  /** Dtypes that tfjs accepts. Default: all three. */
  readonly dtypes?: readonly string[];
  /** Absolute tolerance, in addition to the relative one. */
  readonly absolute?: number;
}

const sum = (row: readonly number[]): number => row.reduce((a, b) => a + b, 0);
const product = (row: readonly number[]): number => row.reduce((a, b) => a * b, 1);
const shifted = (row: readonly number[]): number[] => row.map((x) => f(x - Math.max(...row)));
const logSumExp = (row: readonly number[]): number => Math.log(sum(row.map(Math.exp)));
/** The first index of the best number. NaN is never better than a number. */
const indexOfBest = (row: readonly number[], better: (a: number, b: number) => boolean): number =>
  row.reduce((best, x, i) => (better(x, row[best]!) ? i : best), 0);
const running = (row: readonly number[], of: (a: number, b: number) => number): number[] =>
  row.reduce<number[]>((done, x, i) => [...done, i === 0 ? x : of(done[i - 1]!, x)], []);

export const ofRows: Readonly<Record<string, OfRows>> = {
  All: {
    fn: (x) => tf.cast(tf.all(tf.cast(x, 'bool'), 1), 'float32'),
    right: (row) => Number(row.every((x) => x !== 0)),
  },
  Any: {
    fn: (x) => tf.cast(tf.any(tf.cast(x, 'bool'), 1), 'float32'),
    right: (row) => Number(row.some((x) => x !== 0)),
  },
  ArgMax: { fn: (x) => tf.argMax(x, 1), right: (row) => indexOfBest(row, (a, b) => a > b) },
  ArgMin: { fn: (x) => tf.argMin(x, 1), right: (row) => indexOfBest(row, (a, b) => a < b) },
  Cumprod: {
    fn: (x) => tf.cumprod(x, 1),
    right: (row) => running(row, (a, b) => f(a * b)),
    rightOfInts: (row) => running(row, Math.imul),
  },
  Cumsum: { fn: (x) => tf.cumsum(x, 1), right: (row) => running(row, (a, b) => f(a + b)) },
  // A composition in tfjs: results within a rounding error of 0 become 0.
  LogSoftmax: {
    absolute: 2e-7,
    fn: (x) => tf.logSoftmax(x),
    right: (row) => shifted(row).map((x) => x - logSumExp(shifted(row))),
    rightOfInts: (row) => {
      const whole = row.map((x) => (x - Math.max(...row)) | 0);
      return whole.map((x) => x - logSumExp(whole));
    },
  },
  Max: { fn: (x) => tf.max(x, 1), right: (row) => Math.max(...row) },
  Mean: { fn: (x) => tf.mean(x, 1), right: (row) => sum(row) / row.length },
  Min: { fn: (x) => tf.min(x, 1), right: (row) => Math.min(...row) },
  Prod: { fn: (x) => tf.prod(x, 1), right: product },
  Softmax: {
    dtypes: ['float32'],
    fn: (x) => tf.softmax(x),
    right: (row) => shifted(row).map((x) => Math.exp(x) / sum(shifted(row).map(Math.exp))),
  },
  Sum: { fn: (x) => tf.sum(x, 1), right: sum },
};

/** Rows whose sums are the same in any order. */
export const floatRows = [
  [1, 2, 3, 4],
  [1000, -1000, 0, 5],
  [-1e30, -1e30, -1e30, -1e30],
  [greatest, 0, -0, 1],
  [leastNormal, 0, 0, leastNormal],
  [NaN, 1, 2, 3],
  [1, NaN, 2, 3],
  [1, 2, 3, NaN],
  [-Infinity, -Infinity, NaN, 0],
  [Infinity, 1, 2, 3],
  [Infinity, -Infinity, 2, 3],
  [-Infinity, 1, 2, -Infinity],
  [-Infinity, -Infinity, -Infinity, -Infinity],
  [20, 0, -20, -60],
  [3, 7, 7, 3],
].map((row) => row.map(f));
export const intRows = [
  [1, 2, 3, 4],
  [-7, 0, 7, 7],
  [2 ** 31 - 1, 0, 0, 0],
  [-(2 ** 31), 0, 0, 1],
  [2 ** 24 + 1, 1, 1, 1],
];
export const boolRows = [
  [0, 1, 1, 0],
  [0, 0, 0, 0],
  [1, 1, 1, 1],
];
