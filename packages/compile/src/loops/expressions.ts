/** Expressions of one number each: how they are built, moved and measured. */
import type { DType } from '../ir/graph.js';
import type { Expression } from './form.js';
import type { View } from './view.js';

export const load = (view: View): Expression => ({ kind: 'load', dtype: view.buffer.dtype, view });
export const number = (value: number, dtype: DType): Expression => ({
  kind: 'number',
  dtype,
  value,
});

/**
 * Changes every view that an expression loads.
 *
 * @returns undefined if one of them cannot be changed so.
 */
export function moved(
  expression: Expression,
  change: (view: View) => View | undefined,
  known = new Map<Expression, Expression | undefined>(),
): Expression | undefined {
  if (expression.kind === 'number') return expression;
  if (known.has(expression)) return known.get(expression);
  let result: Expression | undefined;
  if (expression.kind === 'load') {
    // One element is the same everywhere.
    const isPlain = expression.view.sizes.length > 0;
    const view = isPlain ? change(expression.view) : expression.view;
    result = view === undefined ? undefined : load(view);
  } else {
    const inputs = expression.inputs.map((input) => moved(input, change, known));
    result = inputs.every((input) => input !== undefined) ? { ...expression, inputs } : undefined;
  }
  known.set(expression, result);
  return result;
}

/** Operators that take tens of instructions, so that a result used twice is stored. */
const slow = new Set(
  (
    'exp log tanh sigmoid pow sqrt div reciprocal erf sin cos tan asin acos atan sinh cosh asinh acosh atanh ' +
    'mod'
  ).split(' '),
);

export interface Size {
  readonly operators: number;
  readonly slow: boolean;
  readonly loads: number;
}

/** What an expression costs, each shared part counted once. */
export function sizeOf(expression: Expression): Size {
  const seen = new Set<Expression>();
  const views = new Set<View>();
  let operators = 0;
  let isSlow = false;
  const visit = (part: Expression): void => {
    if (seen.has(part)) return;
    seen.add(part);
    if (part.kind === 'load') views.add(part.view);
    if (part.kind !== 'op') return;
    operators++;
    if (slow.has(part.op)) isSlow = true;
    part.inputs.forEach(visit);
  };
  visit(expression);
  return { operators, slow: isSlow, loads: views.size };
}
