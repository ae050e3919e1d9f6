/** Instructions of WebAssembly by name. A function here takes the code of its operands and returns code. */
import {
  floatBytes,
  signed,
  unsigned,
  type Code,
  type FunctionCode,
  type ValueType,
} from './encoding.js';

const plain = {
  'i32.eqz': 0x45,
  'i32.lt_s': 0x48,
  'i32.ge_u': 0x4f,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.div_s': 0x6d,
  'i32.rem_s': 0x6f,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.shl': 0x74,
  'f32.add': 0x92,
  select: 0x1b,
} as const;

/** After the prefix 0xfd. */
const vector = {
  'v128.not': 0x4d,
  'v128.and': 0x4e,
  'v128.andnot': 0x4f,
  'v128.or': 0x50,
  'v128.xor': 0x51,
  'v128.bitselect': 0x52,
  'i32x4.splat': 0x11,
  'f32x4.splat': 0x13,
  'i32x4.eq': 0x37,
  'i32x4.ne': 0x38,
  'i32x4.lt_s': 0x39,
  'i32x4.gt_s': 0x3b,
  'i32x4.le_s': 0x3d,
  'i32x4.ge_s': 0x3f,
  'f32x4.eq': 0x41,
  'f32x4.ne': 0x42,
  'f32x4.lt': 0x43,
  'f32x4.gt': 0x44,
  'f32x4.le': 0x45,
  'f32x4.ge': 0x46,
  'f32x4.ceil': 0x67,
  'f32x4.floor': 0x68,
  'f32x4.nearest': 0x6a,
  'i16x8.extend_low_i8x16_u': 0x89,
  'i32x4.extend_low_i16x8_u': 0xa9,
  'i32x4.abs': 0xa0,
  'i32x4.neg': 0xa1,
  'i32x4.shl': 0xab,
  'i32x4.shr_s': 0xac,
  'i32x4.add': 0xae,
  'i32x4.sub': 0xb1,
  'i32x4.mul': 0xb5,
  'i32x4.min_s': 0xb6,
  'i32x4.max_s': 0xb8,
  'f32x4.abs': 0xe0,
  'f32x4.neg': 0xe1,
  'f32x4.sqrt': 0xe3,
  'f32x4.add': 0xe4,
  'f32x4.sub': 0xe5,
  'f32x4.mul': 0xe6,
  'f32x4.div': 0xe7,
  'f32x4.min': 0xe8,
  'f32x4.max': 0xe9,
  'i32x4.trunc_sat_f32x4_s': 0xf8,
  'f32x4.convert_i32x4_s': 0xfa,
  'f32x4.relaxed_madd': 0x105,
} as const;

/** With the number of a lane after the opcode. */
const lane = {
  'i32x4.extract_lane': 0x1b,
  'i32x4.replace_lane': 0x1c,
  'f32x4.extract_lane': 0x1f,
  'f32x4.replace_lane': 0x20,
} as const;

/** [prefix and opcode, alignment as a power of two] */
const memory = {
  'i32.load': [[0x28], 2],
  'f32.load': [[0x2a], 2],
  'i32.load8_u': [[0x2d], 0],
  'i32.store': [[0x36], 2],
  'f32.store': [[0x38], 2],
  'i32.store8': [[0x3a], 0],
  'v128.load': [[0xfd, 0x00], 2],
  'v128.load32_splat': [[0xfd, 0x09], 2],
  'v128.store': [[0xfd, 0x0b], 2],
  'v128.load32_zero': [[0xfd, 0x5c], 0],
} as const;

/** After the prefix 0xfe. All are on numbers of 32 bits. */
const atomics = {
  'memory.atomic.notify': 0x00,
  'memory.atomic.wait32': 0x01,
  'i32.atomic.load': 0x10,
  'i32.atomic.store': 0x17,
  'i32.atomic.rmw.add': 0x1e,
} as const;

export type VectorOp = keyof typeof vector;

/** An operator on values that its operands leave on the stack. */
export function op(name: keyof typeof plain, ...operands: readonly Code[]): number[] {
  return [...operands.flat(), plain[name]];
}

/** An operator on vectors. */
export function simd(name: VectorOp, ...operands: readonly Code[]): number[] {
  return [...operands.flat(), 0xfd, ...unsigned(vector[name])];
}

/** An operator on one lane of a vector. */
export function onLane(name: keyof typeof lane, i: number, ...operands: readonly Code[]): number[] {
  return [...operands.flat(), 0xfd, ...unsigned(lane[name]), i];
}

/** @param offset added to the address, in bytes; not negative. */
export function access(name: keyof typeof memory, operands: readonly Code[], offset = 0): number[] {
  const [opcode, alignment] = memory[name];
  return [...operands.flat(), ...opcode, alignment, ...unsigned(offset)];
}

/** An operator on a number in shared memory, at an address that is a multiple of 4. */
export const atomic = (name: keyof typeof atomics, ...operands: readonly Code[]): number[] => [
  ...operands.flat(),
  ...[0xfe, atomics[name], 2, 0],
];

/** `v128.load32_lane` and `v128.store32_lane`. */
export const loadLane = (i: number, address: Code, value: Code, offset = 0): number[] => [
  ...address,
  ...value,
  ...[0xfd, 0x56, 2],
  ...unsigned(offset),
  i,
];
export const storeLane = (i: number, address: Code, value: Code, offset = 0): number[] => [
  ...address,
  ...value,
  ...[0xfd, 0x5a, 2],
  ...unsigned(offset),
  i,
];

export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): number[] => [...value, 0x21, ...unsigned(local)];
export const tee = (local: number, value: Code): number[] => [...value, 0x22, ...unsigned(local)];
export const int = (value: number): number[] => [0x41, ...signed(value)];
export const float = (value: number): number[] => [0x43, ...floatBytes(value)];
export const call = (index: number, ...operands: readonly Code[]): number[] => [
  ...operands.flat(),
  0x10,
  ...unsigned(index),
];

/** Four times the same number. */
export const floats = (value: number): number[] => {
  const bytes = floatBytes(value);
  return [0xfd, 0x0c, ...bytes, ...bytes, ...bytes, ...bytes];
};
export const ints = (value: number): number[] => simd('i32x4.splat', int(value));

/** Lane i of the result is lane i + by of the vector, cyclically. */
export function turned(value: Code, by: number): Code {
  const bytes = Array.from({ length: 16 }, (_, i) => (i + 4 * by) % 16);
  return [...value, ...value, 0xfd, 0x0d, ...bytes];
}

/** `if (condition) { body } else { otherwise }` */
export const when = (condition: Code, body: Code, otherwise: Code = []): number[] => [
  ...condition,
  ...[0x04, 0x40],
  ...body,
  ...(otherwise.length === 0 ? [] : [0x05, ...otherwise]),
  0x0b,
];

/** `do { body } while (condition)` */
export const repeat = (body: Code, condition: Code): number[] => [
  ...[0x03, 0x40],
  ...body,
  ...condition,
  ...[0x0d, 0, 0x0b],
];

/** `for (i = from; i < to; i += step) { body }` for whole numbers. */
export const loop = (i: number, from: Code, to: Code, step: number, body: Code): number[] => [
  ...set(i, from),
  ...loopOn(i, to, step, body),
];

/** `for (; i < to; i += step) { body }`: goes on from where `i` is. */
export const loopOn = (i: number, to: Code, step: number, body: Code): number[] =>
  when(op('i32.lt_s', get(i), to), [
    ...[0x03, 0x40],
    ...body,
    ...op('i32.lt_s', tee(i, op('i32.add', get(i), int(step))), to),
    ...[0x0d, 0],
    0x0b,
  ]);

/** Collects the local variables of one function. */
export class Locals {
  readonly parameters: readonly ValueType[];
  readonly #types: ValueType[] = [];

  constructor(parameters: readonly ValueType[]) {
    this.parameters = parameters;
  }

  /** The index of a new variable. */
  add(type: ValueType): number {
    return this.parameters.length + this.#types.push(type) - 1;
  }

  /** New variables by their names. */
  named<Name extends string>(type: ValueType, names: readonly Name[]): Record<Name, number> {
    const entries = names.map((name) => [name, this.add(type)]);
    return Object.fromEntries(entries) as Record<Name, number>;
  }

  function(code: Code): FunctionCode {
    return { parameters: this.parameters, locals: this.#types, code };
  }
}

/** The variables of parameters, by their names in order. */
export function parameters<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name, i) => [name, i])) as Record<Name, number>;
}
