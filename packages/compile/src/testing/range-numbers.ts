/** Numbers from the whole range of each dtype, and reference functions. */
import type { Given } from './kernels.js';

/** The smallest normal number: the runtime may flush smaller ones to 0. */
export const leastNormal = 2 ** -126;
export const greatest = (2 - 2 ** -23) * 2 ** 127;

const magnitudes = [
  0,
  leastNormal,
  1e-30,
  1e-20,
  1e-8,
  1e-4,
  0.1,
  0.49999997,
  0.5,
  0.9999999,
  1,
  1.0000001,
  1.5,
  2.5,
  3,
  10,
  15,
  16,
  16.6,
  17,
  18,
  20,
  50,
  87,
  88.5,
  89,
  103,
  1000,
  2 ** 24,
  1e10,
  1e20,
  1e30,
  greatest,
  Infinity,
];

/** float32: both signs, both zeros, overflow of exponentials, the end of exact integers, NaN. */
export const floats: readonly number[] = [...magnitudes.flatMap((x) => [x, -x]), NaN].map(
  Math.fround,
);
/** Fewer numbers, for tests of all pairs. */
export const paired: readonly number[] = [
  ...[0, 1e-30, 1e-8, 0.5, 1, 1.5, 2, 3, 7, 100, 1e10, greatest, Infinity].flatMap((x) => [x, -x]),
  NaN,
].map(Math.fround);
export const ints: readonly number[] = [
  0,
  1,
  -1,
  2,
  -2,
  3,
  -7,
  5,
  100,
  -100,
  46341,
  2 ** 24 + 1,
  2 ** 31 - 1,
  -(2 ** 31),
];
export const bools: readonly number[] = [0, 1];

export const ofFloats = (values: readonly number[]): Given => ({ shape: [values.length], values });
export const ofInts = (values: readonly number[]): Given => ({
  shape: [values.length],
  values,
  dtype: 'int32',
});
export const ofBools = (values: readonly number[]): Given => ({
  shape: [values.length],
  values,
  dtype: 'bool',
});

/** Every pair of these values, as two operands. */
export function pairs(a: readonly number[], b: readonly number[]): [number[], number[]] {
  return [a.flatMap((x) => b.map(() => x)), a.flatMap(() => [...b])];
}

/**
 * Describes wrong results; the list is empty if all are right. A number is right within the relative error `within`. A
 * result (or an intermediate result) below the normal float32 range may be 0. NaN, infinities and, with `signs`, the
 * sign of zero must be exact.
 */
export function wrong(
  inputs: readonly (readonly number[])[],
  actual: readonly number[],
  expected: readonly number[],
  within: number,
  signs = false,
): string[] {
  if (actual.length !== expected.length) {
    return [`${actual.length} values, not ${expected.length}`];
  }
  return expected.flatMap((exact, i) => {
    const value = actual[i]!;
    const same = signs ? Object.is(value, exact) : value === exact || Object.is(value, exact);
    const near = Math.abs(value - exact) <= within * Math.abs(exact) + 2 * leastNormal;
    const signed = !signs || exact !== 0;
    if (same || (near && signed)) return [];
    const at = inputs.map((values) => print(values[i]!)).join(', ');
    return [`f(${at}) is ${print(exact)}, not ${print(value)}`];
  });
}

const print = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

/** Rounds halves to even. */
export function roundToEven(x: number): number {
  const down = Math.floor(x);
  const rest = x - down;
  if (rest !== 0.5) return rest < 0.5 ? down : Math.ceil(x);
  return down % 2 === 0 ? down : down + 1;
}

/** The error function: its series below 3, its continued fraction above (Abramowitz and Stegun 7.1.5 and 7.1.14). */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(x) || a > 6) return Number.isNaN(x) ? NaN : Math.sign(x);
  if (a < 3) {
    let [sum, term] = [0, a];
    for (let n = 0; n < 200; n++) {
      sum += term / (2 * n + 1);
      term *= (-a * a) / (n + 1);
    }
    return (Math.sign(x) * sum * 2) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
}

/** C's pow: 1 to any power is 1, and so is -1 to an infinite power; JavaScript gives NaN. */
export function pow(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

/** The remainder with the divisor's sign, in the float32 steps of TensorFlow's FloorMod. */
export function floorMod(a: number, b: number): number {
  const rest = a % b;
  return a < 0 === b < 0 ? rest : Math.fround(rest + b) % b;
}

/** Tolerance of the runtime's functions and of products of two of them. */
export const close = 6e-7;

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** A table of values, row by row. */
export const rows = (
  list: readonly (readonly number[])[],
  dtype: Given['dtype'] = 'float32',
): Given => ({
  shape: [list.length, list[0]!.length],
  values: list.flat(),
  dtype,
});
