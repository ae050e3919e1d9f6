import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { musicVaeConfigSchema, type MusicVaeConfigInput } from './config.js';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { createConverter, drumPitchClasses, type NoteConverter } from './converters.js';

const steps = 16;

function converter(
  type: MusicVaeConfigInput['dataConverter']['type'],
  args: object,
): NoteConverter {
  const dataConverter = { type, args } as MusicVaeConfigInput['dataConverter'];
  const config = musicVaeConfigSchema.parse({ type: 'MusicVAE', dataConverter });
  return createConverter(config.dataConverter);
}

function sequenceOf(notes: readonly Note[], stepsPerQuarter = 4): NoteSequence {
  return { notes: [...notes], quantizationInfo: { stepsPerQuarter }, totalQuantizedSteps: steps };
}

/** A melodic line: the steps are divided into segments, and each segment is a rest or a note. */
const line = (low: number, high: number, mark: Note = {}): fc.Arbitrary<Note[]> =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: steps - 1 }), { maxLength: 8 })
    .chain((starts) =>
      fc.tuple(
        fc.constant(starts.sort((a, b) => a - b)),
        fc.array(fc.tuple(fc.integer({ min: low, max: high }), fc.boolean()), {
          minLength: starts.length,
          maxLength: starts.length,
        }),
      ),
    )
    .map(([starts, kinds]) =>
      starts.flatMap((start, i): Note[] => {
        const [pitch, sounds] = kinds[i]!;
        const end = starts[i + 1] ?? steps;
        return sounds ? [{ pitch, quantizedStartStep: start, quantizedEndStep: end, ...mark }] : [];
      }),
    );

const beats = (mark: Note = {}): fc.Arbitrary<Note[]> =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: steps - 1 }), fc.integer({ min: 0, max: 8 })), {
      selector: ([step, drum]) => `${step} ${drum}`,
      maxLength: 30,
    })
    .map((hits) =>
      hits
        .sort(([a, b], [c, d]) => a - c || b - d)
        .map(([step, drum]) => ({
          pitch: drumPitchClasses[drum]![0]!,
          quantizedStartStep: step,
          quantizedEndStep: step + 1,
          isDrum: true,
          ...mark,
        })),
    );

const melodyArgs = { numSteps: steps, minPitch: 40, maxPitch: 80 };
const trioArgs = {
  numSteps: steps,
  melArgs: { minPitch: 21, maxPitch: 108 },
  bassArgs: { minPitch: 21, maxPitch: 108 },
  drumsArgs: {},
};
const band = fc
  .tuple(
    line(21, 108, { instrument: 0, program: 0 }),
    line(21, 108, { instrument: 1, program: 32 }),
    beats({ instrument: 2 }),
  )
  .map((players) => players.flat());

/**
 * Tracks with 12 steps per quarter and velocities in the middle of a bin, in the order in which the converter writes
 * tracks.
 */
const orchestra = fc
  .tuple(
    line(30, 80, { instrument: 0, program: 3, velocity: 1 + 16 * 4, isDrum: false }),
    line(30, 80, { instrument: 1, program: 40, velocity: 1 + 16 * 2, isDrum: false }),
    line(30, 80, { instrument: 2, program: 0, velocity: 1 + 16 * 7, isDrum: true }),
  )
  .filter((players) => players.every((notes) => notes.length > 0))
  .map((players) => players.flat());

/** Lossless converters: the output of a perfect decoder is converted back to the original notes. */
const whole: readonly [string, NoteConverter, fc.Arbitrary<Note[]>, number][] = [
  ['melody', converter('MelodyConverter', melodyArgs), line(40, 80), 4],
  ['drums', converter('DrumsConverter', { numSteps: steps }), beats(), 4],
  ['drum roll', converter('DrumRollConverter', { numSteps: steps }), beats(), 4],
  ['one-hot drums', converter('DrumsOneHotConverter', { numSteps: steps }), beats(), 4],
  ['trio', converter('TrioConverter', trioArgs), band, 4],
  [
    'multitrack',
    converter('MultitrackConverter', {
      numSteps: 3 * 64,
      numSegments: 3,
      totalSteps: steps,
      stepsPerQuarter: 12,
      numVelocityBins: 8,
    }),
    orchestra,
    12,
  ],
];

const sortNotes = (notes: readonly Note[]): Note[] =>
  [...notes].sort(
    (a, b) =>
      (a.instrument ?? 0) - (b.instrument ?? 0) ||
      (a.quantizedStartStep ?? 0) - (b.quantizedStartStep ?? 0) ||
      (a.pitch ?? 0) - (b.pitch ?? 0),
  );

describe.each(whole)('%s', (_, one, notes, stepsPerQuarter) => {
  it('converts notes to rows and back to the same notes', () => {
    fc.assert(
      fc.property(notes, (given) => {
        const back = one.notes(one.target(sequenceOf(given, stepsPerQuarter)));
        expect(sortNotes(back.notes ?? [])).toEqual(sortNotes(given));
      }),
      { numRuns: 100 },
    );
  });

  it('converts rows to notes and back to the same rows', () => {
    fc.assert(
      fc.property(notes, (given) => {
        const rows = one.target(sequenceOf(given, stepsPerQuarter));
        const back = one.notes(rows);
        expect(back.totalQuantizedSteps).toBe(steps);
        expect(one.target(back).every((value, i) => value === rows[i])).toBe(true);
        expect(rows).toHaveLength(one.outputRows * one.outputDepth);
        expect(one.input(back)).toHaveLength(one.inputRows * one.inputDepth);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the converters that keep only a part of the notes', () => {
  it('keep the starts of a melody', () => {
    const rhythm = converter('MelodyRhythmConverter', melodyArgs);
    fc.assert(
      fc.property(line(40, 80), (given) => {
        const back = rhythm.notes(rhythm.target(sequenceOf(given)));
        const starts = (notes: readonly Note[]): unknown[] =>
          notes.map((n) => n.quantizedStartStep);
        expect(starts(back.notes ?? [])).toEqual(starts(given));
      }),
    );
  });

  it('keep whether a melody falls or rises', () => {
    const shape = converter('MelodyShapeConverter', melodyArgs);
    const at = (pitch: number, start: number): Note => ({
      pitch,
      quantizedStartStep: start,
      quantizedEndStep: start + 1,
    });
    const rows = shape.target(sequenceOf([at(60, 0), at(65, 4), at(62, 8), at(62, 12)]));
    const back = shape.notes(rows).notes!.map(({ pitch }) => pitch! - 60);
    // By hand: the line rises for five steps (0 to 4), falls for four, stays level for four, and continues level to the
    // end.
    expect(back).toEqual([1, 2, 3, 4, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('keep the starts of three instruments', () => {
    const rhythm = converter('TrioRhythmConverter', trioArgs);
    fc.assert(
      fc.property(band, (given) => {
        const rows = rhythm.target(sequenceOf(given));
        expect(rhythm.target({ ...rhythm.notes(rows) })).toEqual(rows);
      }),
    );
  });
});

describe('the converter of grooves', () => {
  const groove = converter('GrooveConverter', { numSteps: steps });
  // At 120 quarters per minute, a step lasts an eighth of a second.
  const played = fc
    .uniqueArray(
      fc.record({
        step: fc.integer({ min: 0, max: steps - 1 }),
        drum: fc.integer({ min: 0, max: 8 }),
        velocity: fc.integer({ min: 1, max: 127 }),
        early: fc.float({ min: Math.fround(-0.49), max: Math.fround(0.49), noNaN: true }),
      }),
      { selector: ({ step, drum }) => step * 9 + drum, maxLength: 20 },
    )
    .map((hits) =>
      hits
        .sort((a, b) => a.step - b.step || a.drum - b.drum)
        .map(({ step, drum, velocity, early }) => ({
          pitch: drumPitchClasses[drum]![0]!,
          velocity,
          quantizedStartStep: step,
          quantizedEndStep: step + 1,
          startTime: (step - early) / 8,
          endTime: (step - early + 1) / 8,
          isDrum: true,
        })),
    );

  it('reconstructs hits, velocities and timing to a tenth of a millisecond', () => {
    fc.assert(
      fc.property(played, (given) => {
        const back = groove.notes(groove.target(sequenceOf(given)), { qpm: 120 }).notes!;
        expect(back.map(({ pitch, velocity }) => [pitch, velocity])).toEqual(
          given.map(({ pitch, velocity }) => [pitch, velocity]),
        );
        back.forEach(({ startTime }, i) => {
          expect(Math.abs(startTime! - given[i]!.startTime)).toBeLessThan(1e-4);
        });
      }),
    );
  });

  it('hides velocities and timing from a model that humanises', () => {
    const humanize = converter('GrooveConverter', { numSteps: steps, humanize: true });
    const hit = { pitch: 38, velocity: 90, quantizedStartStep: 4, startTime: 0.51 };
    const input = humanize.input(sequenceOf([hit]));
    expect(input.filter((value) => value !== 0)).toEqual(Float32Array.of(1));
    expect([...humanize.target(sequenceOf([hit]))].filter((value) => value !== 0)).toHaveLength(3);
  });
});

describe('invalid input', () => {
  const melody = converter('MelodyConverter', melodyArgs);

  it.each([
    [
      'a pitch out of range',
      [{ pitch: 20, quantizedStartStep: 0 }],
      /from 40 to 80\. Received: 20/u,
    ],
    ['a note after the end', [{ pitch: 60, quantizedStartStep: 16 }], /within 16 steps/u],
  ])('is refused with an error of one line: %s', (_, notes, message) => {
    expect(() => melody.input(sequenceOf(notes))).toThrow(message);
  });

  it('is refused with an error of one line: notes without steps', () => {
    expect(() => melody.input({ notes: [{ pitch: 60 }] })).toThrow(/takes a quantised sequence/u);
  });

  it('is refused if it is polyphonic and polyphony is not ignored', () => {
    const strict = converter('MelodyConverter', { ...melodyArgs, ignorePolyphony: false });
    const chord = [60, 64].map((pitch) => ({ pitch, quantizedStartStep: 2, quantizedEndStep: 4 }));
    expect(() => strict.input(sequenceOf(chord))).toThrow(/one note at a time.*step 2/u);
  });

  it('does not include a drum without a class: the converter leaves it out', () => {
    const drums = converter('DrumsConverter', { numSteps: steps });
    const odd = sequenceOf([{ pitch: 22, quantizedStartStep: 0, isDrum: true }]);
    expect(drums.notes(drums.target(odd)).notes).toEqual([]);
  });
});
