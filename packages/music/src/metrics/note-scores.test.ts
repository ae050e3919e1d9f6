import { describe, expect, it } from 'vitest';
import { createConverter, type NoteConverter, type NoteSequence } from '../entries/index.js';
import { musicVaeConfigSchema, type MusicVaeConfigInput } from '../converters/config.js';
import { NoteScoring } from './note-scores.js';

const converterOf = (dataConverter: MusicVaeConfigInput['dataConverter']): NoteConverter =>
  createConverter(musicVaeConfigSchema.parse({ type: 'MusicVAE', dataConverter }).dataConverter);

const sequence = (notes: readonly (readonly [pitch: number, from: number, to: number])[]) =>
  ({
    notes: notes.map(([pitch, quantizedStartStep, quantizedEndStep]) => ({
      pitch,
      quantizedStartStep,
      quantizedEndStep,
    })),
    quantizationInfo: { stepsPerQuarter: 4 },
  }) satisfies NoteSequence;

function scored(
  converter: NoteConverter,
  pairs: readonly (readonly [NoteSequence, NoteSequence])[],
) {
  const scoring = new NoteScoring(converter);
  for (const [wanted, came] of pairs) scoring.add(converter.target(wanted), converter.target(came));
  return scoring.scores;
}

describe('the scores of reconstructed notes', () => {
  const melody = converterOf({
    type: 'MelodyConverter',
    args: { numSteps: 8, minPitch: 60, maxPitch: 72 },
  });
  const line = sequence([
    [60, 0, 2],
    [64, 2, 4],
    [67, 4, 6],
  ]);

  it('are 1 for a perfect reconstruction', () => {
    expect(scored(melody, [[line, line]])).toEqual({ onsetF1: 1, accuracy: 1, examples: 1 });
  });

  it('compare onsets and their pitches, and the rows that have an event, for a melody', () => {
    // One of three pitches is wrong, and one onset is added. Two onsets are correct, three are expected and four are
    // given, so F1 = 2 * 2 / (3 + 4). Four rows have an event: three starts, and an end at step 6. Two of them are
    // wrong: the row of the wrong pitch, and the row of the end, where the added note starts.
    const other = sequence([
      [60, 0, 2],
      [65, 2, 4],
      [67, 4, 6],
      [72, 6, 8],
    ]);
    const { onsetF1, accuracy } = scored(melody, [[line, other]]);
    expect(onsetF1).toBeCloseTo(4 / 7);
    expect(accuracy).toBeCloseTo(2 / 4);
  });

  it('compare each drum of a step, and the step as a whole, for drums', () => {
    const drums = converterOf({ type: 'DrumsConverter', args: { numSteps: 4 } });
    const beat = sequence([
      [36, 0, 1],
      [42, 0, 1],
      [38, 2, 3],
    ]);
    const other = sequence([
      [36, 0, 1],
      [38, 2, 3],
    ]);
    // Two of three hits are given, and no wrong one, so F1 = 2 * 2 / (3 + 2). One of the two steps is correct.
    expect(scored(drums, [[beat, other]])).toEqual({ onsetF1: 0.8, accuracy: 0.5, examples: 1 });
  });

  it('accumulate over examples, and are 1 if all examples are silent', () => {
    const silence = sequence([]);
    expect(scored(melody, [[silence, silence]]).onsetF1).toBe(1);
    // Three hits are correct, six are expected and three are given.
    expect(
      scored(melody, [
        [line, line],
        [line, silence],
      ]),
    ).toEqual({ onsetF1: 6 / 9, accuracy: 0.5, examples: 2 });
  });
});
