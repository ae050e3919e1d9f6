/** What the tracer must know of a tfjs kernel: the order of its inputs, the shape of its results, what is noted of it. */
import type { Attribute, DType } from '../../ir/graph.js';

export type Shape = readonly number[];

export interface Result {
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface Call {
  readonly shapes: readonly Shape[];
  readonly dtypes: readonly DType[];
  readonly attrs: Readonly<Record<string, unknown>>;
}

/**
 * What a kernel computes with. `float32`: float32 alone, other operands are cast to it, as a sine of whole numbers is no
 * whole number. `numbers`: the widest dtype among its operands; truth values count as 0 and 1. `any`: what it is given.
 */
export type Operands = 'float32' | 'numbers' | 'any';

export interface Rule {
  /** Names in tfjs's map of inputs, in the graph's order; `list` where tfjs passes an array. A `?` marks an optional one. */
  readonly inputs: readonly string[] | 'list';
  /** Default `any`. */
  readonly operands?: Operands;
  readonly infer: (call: Call) => readonly Result[];
  /** What the node keeps of the attributes, in plain numbers. Default: nothing. */
  readonly note?: (call: Call) => Readonly<Record<string, Attribute>>;
}

export type Rules = Readonly<Record<string, Rule>>;

/** The dtype that a kernel's operands are cast to; undefined where they stay as they are. */
export function computedIn(operands: Operands, dtypes: readonly DType[]): DType | undefined {
  if (operands === 'any') return undefined;
  if (operands === 'float32' || dtypes.includes('float32')) return 'float32';
  return 'int32';
}

/** One result with the first input's dtype. */
export function like(shape: (call: Call) => Shape, inputs: Rule['inputs'] = ['x']): Rule {
  return { inputs, infer: (call) => [{ shape: shape(call), dtype: call.dtypes[0]! }] };
}

export function noting(rule: Rule, note: NonNullable<Rule['note']>): Rule {
  return { ...rule, note };
}

/** The same rule under several names. */
export function each(names: readonly string[], rule: Rule): Rules {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

/** Axes from 0 up, in order; all axes for none given. */
export function axesOf(axis: unknown, rank: number): number[] {
  const given =
    axis === undefined || axis === null
      ? Array.from({ length: rank }, (_, i) => i)
      : Array.isArray(axis)
        ? (axis as number[])
        : [axis as number];
  return given.map((a) => (a < 0 ? a + rank : a)).sort((a, b) => a - b);
}
