/** `--label`: the class that a conditional model is conditioned on. */
import type { LoadedModel } from '@speil/core';
import { UsageError } from '../../io/exit.js';

/**
 * One condition for each of `count` items.
 *
 * @param label the label that the command gives. Without it, a conditional model gets each class in turn.
 * @throws UsageError for a label of an unconditional model, or of a class that does not exist.
 */
export function conditionsFor<T>(
  { spec }: LoadedModel<T>,
  label: number | undefined,
  count: number,
): { readonly condition?: readonly number[] } {
  const { name, condition } = spec;
  if (condition === null) {
    if (label === undefined) return {};
    throw new UsageError(
      `${name} is not conditioned on labels: leave out --label. Received: --label ${label}.`,
    );
  }
  if (condition.kind === 'vector') {
    throw new UsageError(
      `${name} is conditioned on ${condition.size} numbers, which no command can give.`,
    );
  }
  const { classes } = condition;
  if (label !== undefined && label >= classes) {
    throw new UsageError(
      `${name} is conditioned on labels 0 to ${classes - 1}. Received: --label ${label}.`,
    );
  }
  return { condition: Array.from({ length: count }, (_, i) => label ?? i % classes) };
}

/**
 * The condition for pictures that a model processes together.
 *
 * @param encoded whether pictures are encoded, so that a label is needed: their class is unknown.
 * @throws UsageError as `conditionsFor` does, and for a conditional model that encodes without a label.
 */
export function conditionFor<T>(
  model: LoadedModel<T>,
  label: number | undefined,
  { encoded }: { readonly encoded: boolean },
): { readonly condition?: number } {
  const conditional = model.spec.condition !== null;
  if (conditional && encoded && label === undefined) {
    throw new UsageError(
      `${model.spec.name} is conditioned on the class of its pictures: give it with --label 7.`,
    );
  }
  const [condition] = conditionsFor(model, conditional ? (label ?? 0) : label, 1).condition ?? [];
  return condition === undefined ? {} : { condition };
}
