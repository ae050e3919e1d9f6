/** Counts what a collection of songs contains: metres, keys, and lengths in bars. */
import { isSpeilError } from '@speil/api';
import { findBars } from '../sequences/bars.js';
import { keyName } from '../theory/keys.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import type { Song } from './song.js';

/** A value and the number of songs that have it. */
export type Count = readonly [value: string, songs: number];

/** What a collection of songs contains. */
export interface SongSurvey {
  /** Metres such as `3/4`; a song counts once for each of its metres. The most frequent ones are first. */
  readonly metres: readonly Count[];
  /** Keys such as `A minor`; a song counts once for each of its keys. The most frequent ones are first. */
  readonly keys: readonly Count[];
  /** Number of songs without a key. */
  readonly withoutKey: number;
  /** Number of bars of the shortest and of the longest song. */
  readonly bars: readonly [fewest: number, most: number];
}

/** A song with more bars than `findBars` accepts counts neither in `metres` nor in `bars`. */
export function surveySongs(songs: readonly Pick<Song, 'sequence'>[]): SongSurvey {
  const metres = new Map<string, number>();
  const keys = new Map<string, number>();
  let withoutKey = 0;
  let [fewest, most] = [Infinity, 0];
  for (const { sequence } of songs) {
    const bars = barsOf(sequence);
    if (bars !== undefined) {
      [fewest, most] = [Math.min(fewest, bars.length), Math.max(most, bars.length)];
    }
    count(
      metres,
      (bars ?? []).map(({ numerator, denominator }) => `${numerator}/${denominator}`),
    );
    const names = (sequence.keySignatures ?? []).map(({ key, mode }) =>
      keyName({ key: key ?? 0, mode: mode ?? 0 }),
    );
    if (names.length === 0) withoutKey++;
    count(keys, names);
  }
  return {
    metres: mostFrequent(metres),
    keys: mostFrequent(keys),
    withoutKey,
    bars: [Math.min(fewest, most), most],
  };
}

function barsOf(sequence: NoteSequence): ReturnType<typeof findBars> | undefined {
  try {
    return findBars(sequence);
  } catch (error) {
    if (isSpeilError(error)) return undefined;
    throw error;
  }
}

function count(counts: Map<string, number>, values: readonly string[]): void {
  for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
}

const mostFrequent = (counts: ReadonlyMap<string, number>): readonly Count[] =>
  [...counts].sort(([, a], [, b]) => b - a);
