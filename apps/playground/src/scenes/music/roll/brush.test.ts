import { describe, expect, it } from 'vitest';
import { patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import { kinds } from '../kinds';
import { press } from './brush';

const { drums, melody } = kinds;
const silence: Pattern = Array.from({ length: patternSteps }, () => 0);

describe('a pointer over drums', () => {
  it('sets all cells that it passes, also those that a quick one leaves out', () => {
    const brush = press(drums, silence, { step: 2, row: 0 }).move({ step: 5, row: 0 });
    expect(drums.notesOf(brush.lift()).map(({ start }) => start)).toEqual([2, 3, 4, 5]);
    expect(brush.set).toBe(0);
  });

  it('that begins on a hit removes what it passes', () => {
    const set = press(drums, silence, { step: 2, row: 0 }).move({ step: 5, row: 0 }).lift();
    const brush = press(drums, set, { step: 4, row: 0 }).move({ step: 2, row: 0 });
    expect(drums.notesOf(brush.lift()).map(({ start }) => start)).toEqual([5]);
    expect(brush.set).toBeUndefined();
  });

  it('goes from row to row', () => {
    const brush = press(drums, silence, { step: 0, row: 0 }).move({ step: 1, row: 1 });
    expect(drums.notesOf(brush.lift())).toMatchObject([
      { pitch: 0, start: 0 },
      { pitch: 1, start: 1 },
    ]);
  });
});

describe('a pointer in a melody', () => {
  const once = press(melody, silence, { step: 4, row: 60 });

  it('sets a note that sounds at once, and draws it out', () => {
    expect(once.set).toBe(60);
    expect(melody.notesOf(once.lift())).toEqual([{ pitch: 60, start: 4, end: 6 }]);
    const long = once.move({ step: 11, row: 62 });
    expect(melody.notesOf(long.lift())).toEqual([{ pitch: 60, start: 4, end: 12 }]);
    expect(melody.notesOf(long.move({ step: 4, row: 60 }).lift())).toEqual([
      { pitch: 60, start: 4, end: 5 },
    ]);
  });

  it('takes a note away where it goes nowhere, and leads its end where it goes', () => {
    const note = once.lift();
    expect(melody.notesOf(press(melody, note, { step: 5, row: 60 }).lift())).toEqual([]);
    const led = press(melody, note, { step: 5, row: 60 }).move({ step: 8, row: 60 });
    expect(melody.notesOf(led.lift())).toEqual([{ pitch: 60, start: 4, end: 9 }]);
  });

  it('leaves one line, and what it pushed away comes back when it goes back', () => {
    const two = press(melody, once.lift(), { step: 8, row: 64 }).lift();
    const over = press(melody, two, { step: 5, row: 60 }).move({ step: 8, row: 60 });
    expect(melody.notesOf(over.pattern)).toEqual([
      { pitch: 60, start: 4, end: 9 },
      { pitch: 64, start: 9, end: 10 },
    ]);
    expect(melody.notesOf(over.move({ step: 6, row: 60 }).pattern)).toEqual([
      { pitch: 60, start: 4, end: 7 },
      { pitch: 64, start: 8, end: 10 },
    ]);
  });
});
