/** Reports the unreadable items of a dataset that were skipped: how many, and which. */
import type { SkippedItem } from '@speil/api';

/** Upper bound on the names; for more items, only the count is given. */
const most = 3;

/** @returns no line if nothing was skipped. */
export function describeSkipped(name: string, skipped: readonly SkippedItem[]): readonly string[] {
  const [first] = skipped;
  if (first === undefined) return [];
  const files = skipped.length === 1 ? '1 file' : `${skipped.length} files`;
  const more = skipped.length > most ? ` and ${skipped.length - most} more` : '';
  const names = skipped.slice(0, most).map(({ id }) => id);
  const why = skipped.length === 1 ? first.reason : `${names.join(', ')}${more}. ${first.reason}`;
  return [`${name}: skipped ${files} that cannot be read: ${why}`];
}
