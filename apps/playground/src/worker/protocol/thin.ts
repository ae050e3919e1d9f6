/**
 * A list with a newer value, for lists that must stay short however long they grow.
 *
 * @returns at most `most + 1` values: when there are too many, every second one is dropped, but not the first.
 */
export function withNewest<T>(values: readonly T[], newest: T, most: number): readonly T[] {
  const kept = values.length < most ? values : values.filter((_, i) => i % 2 === 0);
  return [...kept, newest];
}
