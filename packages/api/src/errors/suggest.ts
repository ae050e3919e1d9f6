/** The names that a person may have meant. */

/** As many names as a line can list. */
const listable = 16;

/**
 * @returns a sentence after a space: the nearest of the known names, else all of them where they are few, else nothing.
 */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near.length > 0) return ` Did you mean ${near.map((one) => `'${one}'`).join(', ')}?`;
  return known.length === 0 || known.length > listable ? '' : ` Known: ${known.join(', ')}.`;
}

/** Letters from which on a name is taken for the beginning of another. */
const beginning = 4;

/**
 * Up to three names: those that go on from the name, which was cut short; else those that are equally few slips away, at
 * most one in up to five letters, a third of longer names.
 */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const longer = known.filter((one) => one.toLowerCase().startsWith(name.toLowerCase()));
  if (name.length >= beginning && longer.length > 0 && longer.length <= 3) return longer;
  const allowed = Math.max(1, Math.floor(name.length / 3));
  const far = known.map((one) => editDistance(name.toLowerCase(), one.toLowerCase()));
  const least = Math.min(...far);
  return least > allowed ? [] : known.filter((_, i) => far[i] === least).slice(0, 3);
}

/** Letters left out, put in, changed or exchanged with their neighbour (optimal string alignment). */
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
