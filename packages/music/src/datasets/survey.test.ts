/** What a collection of songs contains. */
import { expect, it } from 'vitest';
import { keyName } from '../theory/keys.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { surveySongs } from './survey.js';

const song = (
  numerators: readonly number[],
  keySignatures: NoteSequence['keySignatures'] = [],
): { readonly sequence: NoteSequence } => ({
  sequence: {
    tempos: [{ time: 0, qpm: 120 }],
    // A bar of four quarters lasts two seconds.
    timeSignatures: numerators.map((numerator, i) => ({ time: 12 * i, numerator, denominator: 4 })),
    keySignatures,
    notes: [{ pitch: 60, startTime: 0, endTime: 12 * numerators.length }],
    totalTime: 12 * numerators.length,
  },
});

it('counts the songs of each metre and key, and the bars', () => {
  const songs = [
    song([4], [{ time: 0, key: 9, mode: 1 }]),
    song(
      [4, 3],
      [
        { time: 0, key: 0, mode: 0 },
        { time: 4, key: 0, mode: 0 },
      ],
    ),
    song([3]),
  ];
  expect(surveySongs(songs)).toEqual({
    metres: [
      ['4/4', 2],
      ['3/4', 2],
    ],
    keys: [
      ['A minor', 1],
      ['C major', 1],
    ],
    withoutKey: 1,
    // 12 seconds of 4/4 are six bars, of 3/4 eight.
    bars: [6, 14],
  });
});

it('names keys by the spelling with fewer signs', () => {
  expect([1, 6, 8].map((key) => keyName({ key, mode: 0 }))).toEqual([
    'Db major',
    'F# major',
    'Ab major',
  ]);
  expect([1, 8].map((key) => keyName({ key, mode: 1 }))).toEqual(['C# minor', 'G# minor']);
  expect(keyName({ key: 2, mode: 4 })).toBe('D dorian');
});
