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

export interface Rule {
  /** Names in tfjs's map of inputs, in the graph's order; `list` where tfjs passes an array. A `?` marks an optional one. */
  readonly inputs: readonly string[] | 'list';
  readonly infer: (call: Call) => readonly Result[];
  /** What the node keeps of the attributes, in plain numbers. Default: nothing. */
  readonly note?: (call: Call) => Readonly<Record<string, Attribute>>;
}

export type Rules = Readonly<Record<string, Rule>>;

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

export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [m, n] = [a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1];
    return m === 1 ? n : m;
  });
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
