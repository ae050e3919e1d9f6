/** Finds a pattern similar to the playing one; repeated calls give further neighbours of the same pattern. */
import type { Pattern, SimilarQuestion } from '../../../worker/protocol/music';
import { cornerLetters } from './state';

export interface SimilarOptions {
  /** The pattern that plays now, or that would play if the sound were on. */
  readonly playing: () => Pattern | undefined;
  /** Whether that pattern comes from a corner's own tile. */
  readonly isPlaying: (corner: number) => boolean;
  /** The pattern of a corner. */
  readonly corner: (at: number) => Pattern | undefined;
  readonly settings: () => Pick<SimilarQuestion, 'amounts' | 'similarity'>;
  readonly ask: (question: SimilarQuestion) => Promise<readonly Pattern[]>;
}

/** @returns a function that finds a pattern for a corner; it gives undefined if no other pattern is similar enough. */
export function createSimilarFinder(
  options: SimilarOptions,
): (at: number) => Promise<Pattern | undefined> {
  /** The patterns found for the corners, each with the pattern whose neighbour it is. */
  const found = new Map<number, { readonly of: Pattern; readonly pattern: Pattern }>();
  // The seed counts up, so that every variation can be reproduced.
  let seed = 0;
  return async (at) => {
    const before = found.get(at);
    // Neighbours of neighbours would drift towards an average pattern.
    const isRepeated =
      before !== undefined && before.pattern === options.corner(at) && options.isPlaying(at);
    const of = isRepeated ? before.of : options.playing();
    if (of === undefined) return undefined;
    seed += 1;
    const patterns = await options.ask({ pattern: of, seed, ...options.settings() });
    // With four equal corners, all tiles between them would be the same.
    const known = [of, ...cornerLetters.map((_, i) => options.corner(i))];
    const pattern = patterns.find((one) => !known.some((other) => isSame(one, other)));
    if (pattern !== undefined) found.set(at, { of, pattern });
    return pattern;
  };
}

function isSame(one: Pattern, other: Pattern | undefined): boolean {
  return one.every((label, step) => label === other?.[step]);
}
