/** Suggests names for a misspelt one. */

/** Maximum number of names that are listed in a line. */
const maxListed = 16;

/**
 * Makes the end of a message about an unknown name: the known names that are near.
 *
 * @returns a space and a sentence with the nearest of the known names. If none is near, the sentence lists all of them
 *   if they are few; otherwise the result is empty.
 */
export function formatSuggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near.length > 0) return ` Did you mean ${near.map((one) => `'${one}'`).join(', ')}?`;
  return known.length === 0 || known.length > maxListed ? '' : ` Known: ${known.join(', ')}.`;
}

/** Minimum length of a name that counts as the beginning of another. */
const minPrefixLength = 4;

/**
 * Finds up to three names: those that begin with the given name, otherwise those with the smallest edit distance. The
 * distance may be at most 1 for names of up to five letters, and a third of the length for longer ones.
 */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const completions = known.filter((one) => one.toLowerCase().startsWith(name.toLowerCase()));
  if (name.length >= minPrefixLength && completions.length > 0 && completions.length <= 3)
    return completions;
  const allowed = Math.max(1, Math.floor(name.length / 3));
  const distances = known.map((one) => editDistance(name.toLowerCase(), one.toLowerCase()));
  const least = Math.min(...distances);
  return least > allowed ? [] : known.filter((_, i) => distances[i] === least).slice(0, 3);
}

/** Counts deletions, insertions, substitutions and transpositions of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let [twoBefore, before]: [number[], number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, j) => j),
  ];
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? twoBefore[j - 2]! + 1
          : Infinity;
      current.push(Math.min(changed, before[j]! + 1, current[j - 1]! + 1, exchanged));
    }
    [twoBefore, before] = [before, current];
  }
  return before[b.length]!;
}
