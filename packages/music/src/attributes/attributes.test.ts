import { describe, expect, it } from 'vitest';
import type { NoteSequence } from '../theory/note-sequence.js';
import { attributeNames, measureAttribute } from './attributes.js';

/** One bar of sixteenths: `[step, pitch]` each. */
const bar = (notes: readonly (readonly [number, number])[]): NoteSequence => ({
  notes: notes.map(([step, pitch]) => ({
    pitch,
    quantizedStartStep: step,
    quantizedEndStep: step + 1,
  })),
  quantizationInfo: { stepsPerQuarter: 4 },
  totalQuantizedSteps: 16,
});

describe('musical attributes', () => {
  it('density: notes per quarter', () => {
    expect(measureAttribute('density', bar([]))).toBe(0);
    const hits = [0, 0, 4, 8, 12, 14].map((step, i) => [step, 40 + i] as const);
    expect(measureAttribute('density', bar(hits))).toBe(1.5);
  });

  it('syncopation: nothing on the beats, much between them', () => {
    const on = (steps: readonly number[]): number =>
      measureAttribute('syncopation', bar(steps.map((step) => [step, 60])));
    expect(on([0, 4, 8, 12])).toBe(0);
    // By hand, with the weights 0 (step 0), -1 (8), -2 (4, 12), -3 (2, 6, 10, 14), -4 (odd): the son clave's onsets
    // 0, 3, 6, 10, 12 are followed by 2 (weaker than 0), 4 (-2 against -4), 8 (-1 against -3), nothing stronger, and 14.
    expect(on([0, 3, 6, 10, 12])).toBe(2 + 2);
    // A lone sixteenth before the half bar is sustained across it.
    expect(on([7])).toBe(-1 - -4);
  });

  it('range: semitones between the lowest and the highest', () => {
    expect(
      measureAttribute(
        'range',
        bar([
          [0, 60],
          [4, 72],
          [8, 55],
        ]),
      ),
    ).toBe(17);
    expect(measureAttribute('range', bar([]))).toBe(0);
  });

  it('contour: whether the highest line rises or falls', () => {
    const rising = bar([
      [0, 60],
      [4, 62],
      [8, 64],
      [8, 48],
    ]);
    expect(measureAttribute('contour', rising)).toBe(1);
    expect(
      measureAttribute(
        'contour',
        bar([
          [0, 60],
          [2, 58],
          [4, 58],
          [6, 59],
          [8, 50],
        ]),
      ),
    ).toBeCloseTo(-1 / 3);
    expect(measureAttribute('contour', bar([[0, 60]]))).toBe(0);
  });

  it('need quantised notes', () => {
    for (const name of attributeNames.filter((one) => one !== 'range')) {
      expect(() => measureAttribute(name, { notes: [{ pitch: 60 }] })).toThrow(
        /quantised sequence/u,
      );
    }
  });
});
