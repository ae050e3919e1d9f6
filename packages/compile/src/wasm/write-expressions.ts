/**
 * Writes expressions as WebAssembly. All values are vectors; where only one number is left, the first lane has it. A truth
 * value is a mask, all bits of a lane or none.
 */
import { CompileError } from '../ir/errors.js';
import type { DType } from '../ir/graph.js';
import type { Expression } from '../loops/form.js';
import type { Buffer, View } from '../loops/view.js';
import { hostFunctions } from './threads/host-functions.js';
import { choose, exp, log, tanh, type Keep } from './arithmetic.js';
import type { Code } from './encoding.js';
import {
  call,
  floats,
  get,
  ints,
  onLane,
  op,
  set,
  simd,
  type Locals,
  type VectorOp,
} from './instructions.js';

/** Gives the index of a function of the host. */
export type HostIndex = (name: string) => number;

export interface BodyOptions {
  readonly locals: Locals;
  readonly host: HostIndex;
  /** How many lanes hold numbers. */
  readonly lanes: 1 | 4;
  /** Reads an element of a view. */
  readonly load: (view: View, keep: Keep) => Code;
}

const masks: Readonly<Record<string, readonly [float: VectorOp, int: VectorOp]>> = {
  equal: ['f32x4.eq', 'i32x4.eq'],
  greater: ['f32x4.gt', 'i32x4.gt_s'],
  greaterOrEqual: ['f32x4.ge', 'i32x4.ge_s'],
  less: ['f32x4.lt', 'i32x4.lt_s'],
  lessOrEqual: ['f32x4.le', 'i32x4.le_s'],
};

const common: Readonly<Record<string, readonly [float: VectorOp, int: VectorOp]>> = {
  abs: ['f32x4.abs', 'i32x4.abs'],
  add: ['f32x4.add', 'i32x4.add'],
  max: ['f32x4.max', 'i32x4.max_s'],
  min: ['f32x4.min', 'i32x4.min_s'],
  mul: ['f32x4.mul', 'i32x4.mul'],
  neg: ['f32x4.neg', 'i32x4.neg'],
  sub: ['f32x4.sub', 'i32x4.sub'],
};

const ofFloats: Readonly<Record<string, VectorOp>> = {
  ceil: 'f32x4.ceil',
  div: 'f32x4.div',
  floor: 'f32x4.floor',
  round: 'f32x4.nearest',
  sqrt: 'f32x4.sqrt',
};

const ofMasks: Readonly<Record<string, VectorOp>> = {
  and: 'v128.and',
  not: 'v128.not',
  or: 'v128.or',
  xor: 'v128.xor',
};

type Operation = Expression & { kind: 'op' };

/** Code that computes expressions; equal parts are computed once. */
export class Body {
  readonly code: number[] = [];
  /** Values that were just computed, by the buffer they are stored in. */
  readonly stored = new Map<Buffer, Code>();
  readonly #known = new Map<Expression, Code>();
  readonly #options: BodyOptions;

  constructor(options: BodyOptions) {
    this.#options = options;
  }

  /** Code that reads the value of an expression. */
  value(expression: Expression): Code {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    const value = this.#valueOf(expression);
    this.#known.set(expression, value);
    return value;
  }

  readonly #keep: Keep = (value) => {
    const local = this.#options.locals.add('v128');
    this.code.push(...set(local, value));
    return get(local);
  };

  #valueOf(expression: Expression): Code {
    if (expression.kind === 'number') return literal(expression.value, expression.dtype);
    if (expression.kind === 'load') {
      const { view } = expression;
      return this.stored.get(view.buffer) ?? this.#keep(this.#options.load(view, this.#keep));
    }
    const inputs = expression.inputs.map((input) => this.value(input));
    return this.#keep(this.#operation(expression, inputs));
  }

  #operation(expression: Operation, inputs: readonly Code[]): Code {
    const { op: name, dtype, parameter } = expression;
    const [a, b, c] = inputs as [Code, Code, Code];
    const from = expression.inputs[0]!.dtype;
    const isFloat = from === 'float32';
    const pair = masks[name] ?? common[name];
    if (pair !== undefined) return simd(pair[isFloat ? 0 : 1], ...inputs);
    if (ofMasks[name] !== undefined) return simd(ofMasks[name], ...inputs);
    const isNegative = simd(isFloat ? 'f32x4.lt' : 'i32x4.lt_s', a, zero(from));
    switch (name) {
      case 'cast':
        return cast(a, from, dtype);
      case 'where':
        return choose(a, b, c);
      case 'clip': {
        const [larger, smaller] = isFloat
          ? (['f32x4.max', 'f32x4.min'] as const)
          : (['i32x4.max_s', 'i32x4.min_s'] as const);
        return simd(smaller, simd(larger, a, b), c);
      }
      case 'relu':
        return simd('v128.andnot', a, isNegative);
      case 'prelu':
        return choose(isNegative, simd('f32x4.mul', a, b), a);
      case 'sign':
        return isFloat
          ? choose(simd('f32x4.gt', a, floats(0)), floats(1), choose(isNegative, floats(-1), a))
          : simd('i32x4.sub', isNegative, simd('i32x4.gt_s', a, ints(0)));
      case 'mod':
        return isFloat ? this.#onHost(name, inputs) : this.#ofInts('i32.rem_s', a, b);
      case 'div':
        if (!isFloat) return this.#ofInts('i32.div_s', a, b);
    }
    if (!isFloat) throw noCode(`${name} of ${from}`);
    if (ofFloats[name] !== undefined) return simd(ofFloats[name], ...inputs);
    switch (name) {
      case 'exp':
        return exp(a, this.#keep);
      case 'log':
        return log(a, this.#keep);
      case 'tanh':
        return tanh(a, this.#keep);
      case 'reciprocal':
        return simd('f32x4.div', floats(1), a);
      case 'isNaN':
        return simd('f32x4.ne', a, a);
      case 'isInf':
        return simd('f32x4.eq', simd('f32x4.abs', a), floats(Infinity));
      case 'leakyRelu':
        return choose(isNegative, simd('f32x4.mul', a, floats(parameter ?? 0)), a);
    }
    if (hostFunctions[name] === undefined) throw noCode(name);
    return this.#onHost(name, inputs);
  }

  /** One lane after the other. */
  #lanes(of: (lane: number) => Code, replace: 'f32x4.replace_lane' | 'i32x4.replace_lane'): Code {
    return Array.from({ length: this.#options.lanes }, (_, i) => i).reduce<Code>(
      (all, i) => onLane(replace, i, all, of(i)),
      floats(0),
    );
  }

  #onHost(name: string, inputs: readonly Code[]): Code {
    const [a, b = floats(0)] = inputs as [Code, Code?];
    const index = this.#options.host(name);
    return this.#lanes(
      (i) => call(index, onLane('f32x4.extract_lane', i, a), onLane('f32x4.extract_lane', i, b)),
      'f32x4.replace_lane',
    );
  }

  /**
   * Whole numbers, one lane after the other. Divisions by 0 give 0, as tfjs's do; they would end the run, as would the
   * smallest number divided by -1.
   */
  #ofInts(name: 'i32.div_s' | 'i32.rem_s', a: Code, b: Code): Code {
    const isZero = this.#keep(simd('i32x4.eq', b, ints(0)));
    const isMinusOne = this.#keep(simd('i32x4.eq', b, ints(-1)));
    const by = this.#keep(choose(simd('v128.or', isZero, isMinusOne), ints(1), b));
    const lanes = this.#lanes((i) => {
      const [x, y] = [onLane('i32x4.extract_lane', i, a), onLane('i32x4.extract_lane', i, by)];
      return op(name, x, y);
    }, 'i32x4.replace_lane');
    const result = this.#keep(lanes);
    if (name === 'i32.div_s') {
      return simd('v128.andnot', choose(isMinusOne, simd('i32x4.neg', a), result), isZero);
    }
    // The remainder has the divisor's sign.
    const isOther = simd('i32x4.lt_s', simd('v128.xor', result, b), ints(0));
    const moves = simd('v128.and', simd('i32x4.ne', result, ints(0)), isOther);
    return simd('i32x4.add', result, simd('v128.and', b, moves));
  }
}

const noCode = (what: string): CompileError =>
  new CompileError('unsupported-kernel', `There is no WebAssembly for ${what}.`);

const zero = (dtype: DType): Code => (dtype === 'float32' ? floats(0) : ints(0));

function literal(value: number, dtype: DType): Code {
  if (dtype === 'float32') return floats(value);
  if (dtype === 'bool') return ints(value === 0 ? 0 : -1);
  return ints(Math.trunc(value));
}

function cast(value: Code, from: DType, to: DType): Code {
  if (from === to) return value;
  if (to === 'bool') {
    return simd(from === 'float32' ? 'f32x4.ne' : 'i32x4.ne', value, zero(from));
  }
  if (from === 'bool') return simd('v128.and', value, literal(1, to));
  if (from === 'int32' && to === 'float32') return simd('f32x4.convert_i32x4_s', value);
  if (from === 'float32' && to === 'int32') return simd('i32x4.trunc_sat_f32x4_s', value);
  throw noCode(`a cast from ${from} to ${to}`);
}

/** A mask as whole numbers 0 and 1. */
export const maskAsInts = (value: Code): Code => simd('v128.and', value, ints(1));
/** Whole numbers as a mask. */
export const intsAsMask = (value: Code): Code => simd('i32x4.ne', value, ints(0));
