/** Functions of four numbers at once, made of instructions. */
import { ln2, polynomials } from '../loops/polynomials.js';
import type { Code } from './encoding.js';
import { floats, ints, int, simd } from './instructions.js';

/** Stores a value in a local variable, and returns the code that reads it. */
export type Keep = (value: Code) => Code;

/** The smallest float32 that is not denormal. */
const smallestNormal = 2 ** -126;

/** Denormal numbers become 0, as onnxruntime makes them: arithmetic with them is a hundred times slower. NaN is kept. */
export function withoutDenormals(value: Code): number[] {
  const isTiny = simd('f32x4.lt', simd('f32x4.abs', value), floats(smallestNormal));
  return simd('v128.andnot', value, isTiny);
}

/** Where a mask has ones, the first value. */
export const choose = (mask: Code, yes: Code, no: Code): number[] =>
  simd('v128.bitselect', yes, no, mask);

const add = (...values: readonly Code[]): Code =>
  values.reduce((sum, value) => simd('f32x4.add', sum, value));
const mul = (...values: readonly Code[]): Code =>
  values.reduce((product, value) => simd('f32x4.mul', product, value));
const shifted = (value: Code, bits: number): Code => simd('i32x4.shl', value, int(bits));

function horner(x: Code, [first, ...rest]: readonly number[]): Code {
  return rest.reduce<Code>((sum, one) => add(mul(sum, x), floats(one)), floats(first!));
}

/** e^x = 2^n e^r. */
export function exp(x: Code, keep: Keep): Code {
  const [low, high] = [floats(-104.1), floats(88.72283)];
  const y = keep(simd('f32x4.max', simd('f32x4.min', x, high), low));
  const n = keep(simd('f32x4.nearest', mul(y, floats(Math.LOG2E))));
  const r = keep(add(y, mul(n, floats(-ln2.high)), mul(n, floats(-ln2.low))));
  const p = keep(add(mul(horner(r, polynomials.exp), r, r), r, floats(1)));
  // In two factors, since 2^128 and 2^-149 are no normal numbers.
  const whole = keep(simd('i32x4.trunc_sat_f32x4_s', n));
  const half = keep(simd('i32x4.shr_s', whole, int(1)));
  const rest = simd('i32x4.sub', whole, half);
  const power = (exponent: Code): Code => shifted(simd('i32x4.add', exponent, ints(127)), 23);
  return choose(simd('f32x4.gt', x, high), floats(Infinity), mul(p, power(half), power(rest)));
}

/** ln x = n ln 2 + ln m. */
export function log(x: Code, keep: Keep): Code {
  const tiny = keep(simd('f32x4.lt', x, floats(smallestNormal)));
  const bits = keep(choose(tiny, mul(x, floats(2 ** 23)), x));
  const exponent = simd('v128.and', simd('i32x4.shr_s', bits, int(23)), ints(255));
  const moved = simd('v128.and', tiny, ints(23));
  const n0 = keep(
    simd('f32x4.convert_i32x4_s', simd('i32x4.sub', simd('i32x4.sub', exponent, ints(126)), moved)),
  );
  const m0 = keep(simd('v128.or', simd('v128.and', bits, ints(0x007fffff)), ints(0x3f000000)));
  const low = keep(simd('f32x4.lt', m0, floats(Math.SQRT1_2)));
  const n = keep(simd('f32x4.sub', n0, simd('v128.and', low, floats(1))));
  const m = keep(simd('f32x4.sub', add(m0, simd('v128.and', low, m0)), floats(1)));
  const z = keep(mul(m, m));
  const r = keep(
    add(
      add(mul(m, z, horner(m, polynomials.log)), mul(n, floats(ln2.low)), mul(z, floats(-0.5))),
      m,
      mul(n, floats(ln2.high)),
    ),
  );
  const finite = choose(simd('f32x4.eq', x, floats(Infinity)), x, r);
  const valid = choose(simd('f32x4.eq', x, floats(0)), floats(-Infinity), finite);
  return choose(simd('f32x4.ge', x, floats(0)), valid, floats(NaN));
}

/** Near 0 an odd polynomial, elsewhere 1 - 2 / (e^2|x| + 1). */
export function tanh(x: Code, keep: Keep): Code {
  const size = keep(simd('f32x4.abs', x));
  const z = keep(mul(x, x));
  const small = add(mul(horner(z, polynomials.tanh), z, x), x);
  const power = exp(keep(add(size, size)), keep);
  const large = simd('f32x4.sub', floats(1), simd('f32x4.div', floats(2), add(power, floats(1))));
  const signed = simd('v128.or', large, simd('v128.and', x, ints(-0x80000000)));
  const r = choose(simd('f32x4.lt', size, floats(0.625)), small, signed);
  return choose(simd('f32x4.ne', x, x), x, r);
}
