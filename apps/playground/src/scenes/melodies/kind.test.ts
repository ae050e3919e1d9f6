import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternSteps } from '../../worker/protocol/music';
import type { Pattern } from '../../worker/protocol/music';
import { melodies } from './kind';

const silence: Pattern = Array.from({ length: patternSteps }, () => 0);

describe('a cell of a melody', () => {
  it('sets a note that lasts an eighth, and removes it', () => {
    const once = melodies.toggle(silence, 4, 60);
    expect(melodies.notesOf(once)).toEqual([{ pitch: 60, start: 4, end: 6 }]);
    // A press anywhere on the note removes it.
    expect(melodies.notesOf(melodies.toggle(once, 5, 60))).toEqual([]);
  });

  it('keeps the melody monophonic: the note before it ends, the next one stays', () => {
    const long = [60, 64, 67].reduce<Pattern>(
      (pattern, pitch, i) => melodies.toggle(pattern, 4 * i, pitch),
      silence,
    );
    const set = melodies.toggle(long, 7, 72);
    expect(melodies.notesOf(set)).toEqual([
      { pitch: 60, start: 0, end: 2 },
      { pitch: 64, start: 4, end: 6 },
      { pitch: 72, start: 7, end: 8 },
      { pitch: 67, start: 8, end: 10 },
    ]);
  });

  it('never gives more than one note at a step, whatever is pressed', () => {
    const press = fc.tuple(fc.nat(31), fc.integer({ min: 21, max: 108 }));
    fc.assert(
      fc.property(fc.array(press, { maxLength: 40 }), (presses) => {
        const pattern = presses.reduce<Pattern>(
          (all, [step, pitch]) => melodies.toggle(all, step, pitch),
          silence,
        );
        const notes = melodies.notesOf(pattern);
        notes.slice(1).forEach(({ start }, i) => {
          expect(start).toBeGreaterThanOrEqual(notes[i]!.end);
        });
      }),
    );
  });
});

it('a roll has room for every note, and for at least two octaves', () => {
  expect(melodies.reach([])).toEqual({ lowest: 55, highest: 79 });
  expect(melodies.reach([melodies.toggle(silence, 0, 108)])).toEqual({ lowest: 55, highest: 108 });
});

it('low notes sound to the left of high ones, and a piano is wider than a guitar', () => {
  expect(melodies.panOf(48, 0)).toBeLessThan(melodies.panOf(79, 0));
  expect(Math.abs(melodies.panOf(36, 24))).toBeLessThan(Math.abs(melodies.panOf(36, 0)));
});
