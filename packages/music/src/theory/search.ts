/** Index of the last item that is at most so much, or -1; by halves of items in order. */
export function lastAtMost<T>(items: readonly T[], most: number, of: (item: T) => number): number {
  let [low, high] = [-1, items.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (of(items[middle]!) <= most) low = middle;
    else high = middle;
  }
  return low;
}
