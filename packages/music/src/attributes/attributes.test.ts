import { describe, expect, it } from 'vitest';
import type { NoteSequence } from '../theory/note-sequence.js';
import { attributeNames, measureAttribute } from './attributes.js';

/** One bar of 4/4 with sixteenth notes, each given as `[step, pitch]`. */
const bar = (notes: readonly (readonly [number, number])[]): NoteSequence => ({
  notes: notes.map(([step, pitch]) => ({
    pitch,
    quantizedStartStep: step,
    quantizedEndStep: step + 1,
  })),
  quantizationInfo: { stepsPerQuarter: 4 },
  totalQuantizedSteps: 16,
});

describe('the attributes of a sequence', () => {
  it('include the density, in notes per quarter', () => {
    expect(measureAttribute('density', bar([]))).toBe(0);
    const hits = [0, 0, 4, 8, 12, 14].map((step, i) => [step, 40 + i] as const);
    expect(measureAttribute('density', bar(hits))).toBe(1.5);
  });

  it('include the syncopation: 0 for notes on the beats, and high for notes between them', () => {
    const on = (steps: readonly number[]): number =>
      measureAttribute('syncopation', bar(steps.map((step) => [step, 60])));
    expect(on([0, 4, 8, 12])).toBe(0);
    // By hand. The weights are 0 for step 0, -1 for step 8, -2 for 4 and 12, -3 for 2, 6, 10 and 14, and -4 for odd
    // steps. The son clave has onsets at 0, 3, 6, 10 and 12. Step 4 (-2) lies between the onsets 3 (-4) and 6, and adds
    // 2. Step 8 (-1) lies between 6 (-3) and 10, and adds 2. After the other onsets no empty step has a higher weight.
    expect(on([0, 3, 6, 10, 12])).toBe(2 + 2);
    // The only onset is on the sixteenth before the middle of the bar, and no onset follows it.
    expect(on([7])).toBe(-1 - -4);
  });

  it('include the range, in semitones between the lowest and the highest pitch', () => {
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

  it('include the contour: whether the highest line rises or falls', () => {
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

  it('need quantised notes, except for the range', () => {
    for (const name of attributeNames.filter((one) => one !== 'range')) {
      expect(() => measureAttribute(name, { notes: [{ pitch: 60 }] })).toThrow(
        /quantised sequence/u,
      );
    }
  });
});
