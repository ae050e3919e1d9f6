/** Sums and means of losses, part by part, including the extra losses of a family. */
import type { Losses } from '../schemas/model-file.js';

/** Combines each part of `b` with the same part of `a`. An extra of `b` that `a` lacks counts as 0 in `a`. */
export function combineLosses(
  a: Losses,
  b: Losses,
  combine: (a: number, b: number) => number,
): Losses {
  const extras = Object.entries(b.extras ?? {}).map(
    ([name, value]) => [name, combine(a.extras?.[name] ?? 0, value)] as const,
  );
  return {
    total: combine(a.total, b.total),
    reconstruction: combine(a.reconstruction, b.reconstruction),
    kl: combine(a.kl, b.kl),
    ...(extras.length > 0 && { extras: Object.fromEntries(extras) }),
  };
}
