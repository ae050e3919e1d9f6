/** Sums and means of losses, part by part: what a family tells beside the three common ones is never forgotten. */
import type { Losses } from '../schemas/model-file.js';

/** Each part of `b` with that of `a`; 0 stands for an extra that `a` has not. */
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
