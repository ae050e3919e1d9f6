import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternSteps } from '../../worker/protocol/music';
import type { Pattern } from '../../worker/protocol/music';
import { kinds } from './kinds';

const { drums, melody } = kinds;
const silence: Pattern = Array.from({ length: patternSteps }, () => 0);

describe('a cell of a beat', () => {
  it('is set and removed again, and no other with it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(511), { minLength: patternSteps, maxLength: patternSteps }),
        fc.nat(31),
        fc.nat(8),
        (pattern, step, row) => {
          const once = drums.toggle(pattern, step, row);
          expect(once.filter((hits, i) => hits !== pattern[i])).toHaveLength(1);
          expect(drums.toggle(once, step, row)).toEqual(pattern);
        },
      ),
    );
  });

  it('is the drum of its row', () => {
    const pattern = drums.toggle(silence, 4, 1);
    expect(drums.notesOf(pattern)).toEqual([{ pitch: 1, start: 4, end: 5 }]);
    expect(drums.pitchOf(1)).toBe(38); // General MIDI's snare.
  });
});

describe('a cell of a melody', () => {
  it('sets a note of an eighth, and removes it', () => {
    const once = melody.toggle(silence, 4, 60);
    expect(melody.notesOf(once)).toEqual([{ pitch: 60, start: 4, end: 6 }]);
    // Anywhere on the note.
    expect(melody.notesOf(melody.toggle(once, 5, 60))).toEqual([]);
  });

  it('leaves one line: the note before ends, the next one stays', () => {
    const long = [60, 64, 67].reduce<Pattern>(
      (pattern, pitch, i) => melody.toggle(pattern, 4 * i, pitch),
      silence,
    );
    const set = melody.toggle(long, 7, 72);
    expect(melody.notesOf(set)).toEqual([
      { pitch: 60, start: 0, end: 2 },
      { pitch: 64, start: 4, end: 6 },
      { pitch: 72, start: 7, end: 8 },
      { pitch: 67, start: 8, end: 10 },
    ]);
  });

  it('is never more than one note a step, whatever a hand does', () => {
    const press = fc.tuple(fc.nat(31), fc.integer({ min: 21, max: 108 }));
    fc.assert(
      fc.property(fc.array(press, { maxLength: 40 }), (presses) => {
        const pattern = presses.reduce<Pattern>(
          (all, [step, pitch]) => melody.toggle(all, step, pitch),
          silence,
        );
        const notes = melody.notesOf(pattern);
        notes.slice(1).forEach(({ start }, i) => {
          expect(start).toBeGreaterThanOrEqual(notes[i]!.end);
        });
      }),
    );
  });
});

it('a roll has room for every note, and two octaves at least', () => {
  expect(melody.reach([])).toEqual({ lowest: 55, highest: 79 });
  expect(melody.reach([melody.toggle(silence, 0, 108)])).toEqual({ lowest: 55, highest: 108 });
  expect(drums.reach([])).toEqual({ lowest: 0, highest: 8 });
});
