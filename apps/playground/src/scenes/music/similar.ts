/** Something like what is heard, for a corner: pressed again, something else like the same. */
import type { LikeQuestion, Pattern } from '../../worker/protocol/music';
import { cornerLetters } from './state';

export interface LikeOptions {
  /** What sounds now, or would. */
  readonly heard: () => Pattern | undefined;
  /** Whether that is a corner's own tile. */
  readonly isHeard: (corner: number) => boolean;
  /** What stands in a corner. */
  readonly corner: (at: number) => Pattern | undefined;
  readonly settings: () => Pick<LikeQuestion, 'amounts' | 'likeness'>;
  readonly ask: (question: LikeQuestion) => Promise<readonly Pattern[]>;
}

/** @returns what to put into a corner; undefined where nothing else lies so near. */
export function createLike(options: LikeOptions): (at: number) => Promise<Pattern | undefined> {
  /** What was found for the corners, and beside what. */
  const found = new Map<number, { readonly beside: Pattern; readonly pattern: Pattern }>();
  // A walk through the seeds: no hidden chance.
  let seed = 0;
  return async (at) => {
    const before = found.get(at);
    const stands = options.corner(at);
    // Beside what was found before, and again beside that, one would drift to where everything is average.
    const again = before !== undefined && before.pattern === stands && options.isHeard(at);
    const beside = again ? before.beside : options.heard();
    if (beside === undefined) return undefined;
    seed += 1;
    const patterns = await options.ask({ pattern: beside, seed, ...options.settings() });
    // Four corners that are all alike leave nothing between them.
    const known = [beside, ...cornerLetters.map((_, i) => options.corner(i))];
    const pattern = patterns.find((one) => !known.some((other) => same(one, other)));
    if (pattern !== undefined) found.set(at, { beside, pattern });
    return pattern;
  };
}

function same(one: Pattern, other: Pattern | undefined): boolean {
  return one.every((label, step) => label === other?.[step]);
}
