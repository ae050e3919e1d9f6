/** Converts numbers to IEEE 754 half precision and back, since Node 20 has no Float16Array. */

/** The bits of the nearest half-precision number, with ties to even. Numbers that round above 65504 become infinity. */
export function toFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // Below 2^-14, half-precision numbers are subnormal: multiples of 2^-24.
  if (size < 2 ** -14) return sign | roundHalfToEven(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  // Just below a power of 2, Math.log2 may round up.
  const e = 2 ** exponent > size ? exponent - 1 : exponent;
  // If the mantissa is rounded up to 1024, the addition carries into the exponent.
  return sign | (((e + 15) << 10) + roundHalfToEven((size / 2 ** e - 1) * 1024));
}

/** Converts a half-precision number (IEEE 754 binary16) to a number. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
