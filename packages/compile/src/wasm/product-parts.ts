/** What the functions of products share: the sizes of tiles and blocks, and the code of addresses. */
import type { Code, ValueType } from './encoding.js';
import { access, int, op, simd } from './instructions.js';

/** Rows and columns of a tile. */
export const tileRows = 4;
export const panel = 8;
/** Rows of the second matrix that are packed at a time. */
export const depthOfBlock = 256;
/** Numbers of a vector. */
export const lanes = 4;
/** Bytes of a tile that is only partly wanted. */
export const tileBytes = tileRows * panel * 4;

/** The element of a table of places, in bytes. */
export const placeAt = (table: Code, i: Code): Code =>
  op('i32.shl', access('i32.load', [op('i32.add', table, op('i32.shl', i, int(2)))]), int(2));
export const plus = (...terms: readonly Code[]): Code =>
  terms.reduce((a, b) => op('i32.add', a, b));
export const times = (a: Code, by: number): Code => op('i32.mul', a, int(by));
export const least = (a: Code, b: Code): Code => op('select', a, b, op('i32.lt_s', a, b));

/** `sum + a * b` */
export const added = (isRelaxed: boolean, sum: Code, a: Code, b: Code): Code =>
  isRelaxed
    ? simd('f32x4.relaxed_madd', a, b, sum)
    : simd('f32x4.add', sum, simd('f32x4.mul', a, b));

/** The types of so many addresses and counts. */
export const ints = (count: number): ValueType[] => Array.from({ length: count }, () => 'i32');
