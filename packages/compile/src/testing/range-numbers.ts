/** Numbers from the whole range of a dtype, and what is right at them. */
import type { Given } from './kernels.js';

/** The smallest number that is not denormal: the runtime may take what is smaller for 0. */
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

/** Of float32: both signs, both zeros, where exponentials end, where whole numbers are no longer told apart, NaN. */
export const floats: readonly number[] = [...magnitudes.flatMap((x) => [x, -x]), NaN].map(
  Math.fround,
);
/** Fewer, for all pairs of them. */
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
 * What is not as it must be, as text; empty when all is right. A number counts as right within `within` of its own size;
 * what is too small for a normal float32, or was on the way, may be 0. NaN, infinities and, with `signs`, the sign of zero are exact.
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

/** Halves to the even neighbour. */
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

/** C's pow: 1 to whatever power is 1, and so is -1 to an infinite one; JavaScript says NaN. */
export function pow(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

/** The remainder with the divisor's sign in float32 steps, as TensorFlow's FloorMod takes them. */
export function floorMod(a: number, b: number): number {
  const rest = a % b;
  return a < 0 === b < 0 ? rest : Math.fround(rest + b) % b;
}

/** Of the runtime's own functions, and of products of two of them. */
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
