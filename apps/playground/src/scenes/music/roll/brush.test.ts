import { describe, expect, it } from 'vitest';
import { patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import { beats } from '../../beats/kind';
import { melodies } from '../../melodies/kind';
import { press } from './brush';

const silence: Pattern = Array.from({ length: patternSteps }, () => 0);

describe('a pointer over drums', () => {
  it('sets all cells that it passes, also those that a fast movement skips', () => {
    const brush = press(beats, silence, { step: 2, row: 0 }).move({ step: 5, row: 0 });
    expect(beats.notesOf(brush.lift()).map(({ start }) => start)).toEqual([2, 3, 4, 5]);
    expect(brush.set).toBe(0);
  });

  it('that starts on a hit removes the hits that it passes', () => {
    const set = press(beats, silence, { step: 2, row: 0 }).move({ step: 5, row: 0 }).lift();
    const brush = press(beats, set, { step: 4, row: 0 }).move({ step: 2, row: 0 });
    expect(beats.notesOf(brush.lift()).map(({ start }) => start)).toEqual([5]);
    expect(brush.set).toBeUndefined();
  });

  it('can change the row', () => {
    const brush = press(beats, silence, { step: 0, row: 0 }).move({ step: 1, row: 1 });
    expect(beats.notesOf(brush.lift())).toMatchObject([
      { pitch: 0, start: 0 },
      { pitch: 1, start: 1 },
    ]);
  });
});

describe('a pointer in a melody', () => {
  const once = press(melodies, silence, { step: 4, row: 60 });

  it('sets a note that plays at once, and lengthens it', () => {
    expect(once.set).toBe(60);
    expect(melodies.notesOf(once.lift())).toEqual([{ pitch: 60, start: 4, end: 6 }]);
    const long = once.move({ step: 11, row: 62 });
    expect(melodies.notesOf(long.lift())).toEqual([{ pitch: 60, start: 4, end: 12 }]);
    expect(melodies.notesOf(long.move({ step: 4, row: 60 }).lift())).toEqual([
      { pitch: 60, start: 4, end: 5 },
    ]);
  });

  it('removes a note if the pointer does not move, and otherwise moves the end of the note', () => {
    const note = once.lift();
    expect(melodies.notesOf(press(melodies, note, { step: 5, row: 60 }).lift())).toEqual([]);
    const led = press(melodies, note, { step: 5, row: 60 }).move({ step: 8, row: 60 });
    expect(melodies.notesOf(led.lift())).toEqual([{ pitch: 60, start: 4, end: 9 }]);
  });

  it('keeps the melody monophonic, and moving back restores the notes that gave way', () => {
    const two = press(melodies, once.lift(), { step: 8, row: 64 }).lift();
    const over = press(melodies, two, { step: 5, row: 60 }).move({ step: 8, row: 60 });
    expect(melodies.notesOf(over.pattern)).toEqual([
      { pitch: 60, start: 4, end: 9 },
      { pitch: 64, start: 9, end: 10 },
    ]);
    expect(melodies.notesOf(over.move({ step: 6, row: 60 }).pattern)).toEqual([
      { pitch: 60, start: 4, end: 7 },
      { pitch: 64, start: 8, end: 10 },
    ]);
  });
});
