/** What was left out of data because it cannot be read: said once, counted and named. */
import type { SkippedItem } from '@speil/api';

/** Named; of more the count is enough. */
const most = 3;

/** @returns no line where nothing was left out. */
export function skippedLines(name: string, skipped: readonly SkippedItem[]): readonly string[] {
  const [first] = skipped;
  if (first === undefined) return [];
  const files = skipped.length === 1 ? '1 file' : `${skipped.length} files`;
  const more = skipped.length > most ? ` and ${skipped.length - most} more` : '';
  const names = skipped.slice(0, most).map(({ id }) => id);
  const why = skipped.length === 1 ? first.reason : `${names.join(', ')}${more}. ${first.reason}`;
  return [`${name}: ${files} skipped that cannot be read: ${why}`];
}
