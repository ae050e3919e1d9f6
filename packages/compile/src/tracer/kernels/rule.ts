/** A tracing rule of a tfjs kernel: the order of its inputs, the shape of its results, and the attributes to record. */
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
 * The dtype in which a kernel computes. `float32`: operands are cast to float32, for example for a sine of integers.
 * `numbers`: operands are cast to float32 if one of them is float32, otherwise to int32. `any`: operands are not cast.
 */
export type Operands = 'float32' | 'numbers' | 'any';

export interface Rule {
  /**
   * The names of the inputs in tfjs's map, in the order of the graph; `list` if tfjs passes an array. A `?` marks an
   * optional input.
   */
  readonly inputs: readonly string[] | 'list';
  /** Default `any`. */
  readonly operands?: Operands;
  readonly infer: (call: Call) => readonly Result[];
  /** The attributes of the node, in plain numbers. Default: none. */
  readonly note?: (call: Call) => Readonly<Record<string, Attribute>>;
}

export type Rules = Readonly<Record<string, Rule>>;

/** Returns the dtype to which a kernel's operands are cast; undefined if they are not cast. */
export function computedIn(operands: Operands, dtypes: readonly DType[]): DType | undefined {
  if (operands === 'any') return undefined;
  if (operands === 'float32' || dtypes.includes('float32')) return 'float32';
  return 'int32';
}

/** Makes a rule of a kernel with one result, which has the first input's dtype. */
export function like(shape: (call: Call) => Shape, inputs: Rule['inputs'] = ['x']): Rule {
  return { inputs, infer: (call) => [{ shape: shape(call), dtype: call.dtypes[0]! }] };
}

export function noting(rule: Rule, note: NonNullable<Rule['note']>): Rule {
  return { ...rule, note };
}

/** Gives several kernels the same rule. */
export function each(names: readonly string[], rule: Rule): Rules {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

/** Returns axes in order as non-negative numbers; all axes if none are given. */
export function axesOf(axis: unknown, rank: number): number[] {
  const given =
    axis === undefined || axis === null
      ? Array.from({ length: rank }, (_, i) => i)
      : Array.isArray(axis)
        ? (axis as number[])
        : [axis as number];
  return given.map((a) => (a < 0 ? a + rank : a)).sort((a, b) => a - b);
}
