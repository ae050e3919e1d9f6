/**
 * Index of the last item whose value is at most `most`, or -1 if there is none. The items must be sorted, because this
 * is a binary search.
 */
export function lastAtMost<T>(items: readonly T[], most: number, of: (item: T) => number): number {
  let [low, high] = [-1, items.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (of(items[middle]!) <= most) low = middle;
    else high = middle;
  }
  return low;
}
