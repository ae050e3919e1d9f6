/** `--label`: what a conditional model is told. */
import type { LoadedModel } from '@speil/core';
import { UsageError } from '../cli/exit.js';

/**
 * One condition for each of so many items.
 *
 * @param label as asked for; absent, a conditional model is told each class in turn.
 * @throws UsageError for a label where none is wanted, or one that there is not.
 */
export function conditionsFor<T>(
  { spec }: LoadedModel<T>,
  label: number | undefined,
  count: number,
): { readonly condition?: readonly number[] } {
  const { name, condition } = spec;
  if (condition === null) {
    if (label === undefined) return {};
    throw new UsageError(`${name} knows no labels: leave out --label. Received: --label ${label}.`);
  }
  if (condition.kind === 'vector') {
    throw new UsageError(`${name} is told ${condition.size} numbers, which no command can.`);
  }
  const { classes } = condition;
  if (label !== undefined && label >= classes) {
    throw new UsageError(`${name} knows labels 0 to ${classes - 1}. Received: --label ${label}.`);
  }
  return { condition: Array.from({ length: count }, (_, i) => label ?? i % classes) };
}
