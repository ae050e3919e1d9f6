/** Tests the control inputs of examples: chords, a key, extra controls. */
import { rowOf } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { musicVaeConfigSchema, type MusicVaeConfigInput } from '../converters/config.js';
import {
  generatedSong,
  inferChords,
  createNoteExamples,
  planMusicVae,
  planOfSpec,
  quantize,
  splitOnMetre,
  transpose,
  windows,
  type ExamplesOptions,
  type NoteExamples,
  type NoteSequence,
} from '../entries/index.js';
import { chordAnnotation } from '../theory/chord-changes.js';
import { transposeChord } from '../theory/spelling.js';
import { controlRows } from '../models/controls.js';

const conditionedSpec = (
  config: Omit<MusicVaeConfigInput, 'type' | 'dataConverter'>,
  dataConverter: MusicVaeConfigInput['dataConverter'] = {
    type: 'MelodyConverter',
    args: { numSteps: 32, minPitch: 21, maxPitch: 108 },
  },
) => {
  const tracks = dataConverter.type === 'MultitrackConverter';
  const units = { units: [4], nade: null };
  return planMusicVae(musicVaeConfigSchema.parse({ type: 'MusicVAE', dataConverter, ...config }), {
    ...{ latent: 2, sigma: true, encoder: tracks ? [4, 4] : [4], decoders: [units] },
    ...{ conductor: tracks ? [4] : [], controls: null },
  }).spec;
};
const examplesOf = (
  spec: Parameters<typeof createNoteExamples>[1],
  songs: readonly NoteSequence[],
  options: ExamplesOptions = {},
): NoteExamples =>
  createNoteExamples(
    {
      id: 'songs/train',
      songs: songs.map((sequence) => ({ sequence })),
      fingerprint: '0'.repeat(64),
    },
    spec,
    options,
  );
const conditionsOf = (
  examples: NoteExamples,
  index: number,
  options?: { epoch: number },
): Float32Array => {
  const batch = examples.conditions!([index], options);
  if (batch instanceof Promise) throw new Error('Songs are in memory.');
  return rowOf(batch, 0);
};

/** A song with a note on each quarter, at two quarters per second. */
const song = (
  pitches: readonly number[],
  more: Pick<NoteSequence, 'textAnnotations' | 'keySignatures'> = {},
): NoteSequence => ({
  tempos: [{ time: 0, qpm: 120 }],
  timeSignatures: [{ time: 0, numerator: 4, denominator: 4 }],
  notes: pitches.map((pitch, i) => ({
    pitch,
    velocity: 80,
    startTime: i / 2,
    endTime: (i + 1) / 2,
  })),
  totalTime: pitches.length / 2,
  ...more,
});
const scale = [60, 62, 64, 65, 67, 69, 71, 72];
const annotated = song([...scale, ...scale.slice(0, 4)], {
  textAnnotations: [
    chordAnnotation('C', 0),
    chordAnnotation('G7', 3),
    chordAnnotation('Am', 4),
    // A text that is not marked as a chord symbol is not a chord, even if it is a letter.
    { text: 'F', time: 1 },
  ],
  keySignatures: [{ time: 0, key: 0, mode: 0 }],
});

describe('the chords of a song', () => {
  const spec = conditionedSpec({ chordEncoder: 'PitchChordEncoder', conditionOnKey: true });

  it('are encoded in training in the same way as in inference', () => {
    const examples = examplesOf(spec, [annotated]);
    const plan = planOfSpec(spec);
    expect(conditionsOf(examples, 0)).toEqual(
      // Two bars, with C for a bar and a half, and then G7.
      controlRows(plan, { chords: ['C', 'C', 'C', 'G7'], key: 0 }),
    );
    // The second window begins one bar later.
    expect(conditionsOf(examples, 1)).toEqual(
      controlRows(plan, { chords: ['C', 'G7', 'Am', 'Am'], key: 0 }),
    );
    expect(controlRows(plan, examples.controls(1))).toEqual(conditionsOf(examples, 1));
  });

  it('still apply in later windows, also after a change of metre', () => {
    const long = song(
      Array.from({ length: 32 }, (_, i) => scale[i % 8]!),
      {
        textAnnotations: [chordAnnotation('Dm', 0)],
        keySignatures: [{ time: 0, key: 2, mode: 1 }],
      },
    );
    const last = windows(quantize(long), { bars: 2 }).at(-1)!;
    expect(last.textAnnotations).toEqual([{ ...chordAnnotation('Dm', 0), quantizedStep: 0 }]);
    expect(last.keySignatures).toEqual([{ time: 0, key: 2, mode: 1 }]);
    const waltz = {
      ...long,
      timeSignatures: [
        { time: 0, numerator: 4, denominator: 4 },
        { time: 8, numerator: 3, denominator: 4 },
      ],
    };
    expect(splitOnMetre(waltz)[1]!.sequence.textAnnotations).toEqual([chordAnnotation('Dm', 0)]);
  });

  it('are N.C. before the first chord symbol', () => {
    const late = song(scale, { textAnnotations: [chordAnnotation('F', 2)] });
    const examples = examplesOf(conditionedSpec({ chordEncoder: 'TriadChordEncoder' }), [late]);
    expect(examples.controls(0)!.chords).toEqual([
      ...Array.from({ length: 16 }, () => 'N.C.'),
      ...Array.from({ length: 16 }, () => 'F'),
    ]);
  });

  it('are transposed with the pitches and the key', () => {
    expect(['C', 'F#m7/C#', 'Bbmaj7', 'Cb', 'N.C.'].map((c) => transposeChord(c, 1))).toEqual([
      ...['C#', 'Gm7/D', 'Bmaj7', 'C', 'N.C.'],
    ]);
    const up = transpose(annotated, 3);
    expect(up.textAnnotations!.map(({ text }) => text)).toEqual(['Eb', 'Bb7', 'Cm', 'F']);
    const examples = examplesOf(spec, [annotated], { transposition: 5, seed: 2 });
    const { converter } = planOfSpec(spec);
    const moves = new Set<number>();
    for (let epoch = 1; epoch <= 12; epoch++) {
      const batch = examples.read([0], { epoch });
      const [lowest] = converter
        .notes(rowOf(batch, 0))
        .notes!.map(({ pitch }) => pitch!)
        .sort((a, b) => a - b);
      const semitones = lowest! - 60;
      moves.add(semitones);
      const { chords, key } = examples.controls(0)!;
      expect(conditionsOf(examples, 0, { epoch })).toEqual(
        controlRows(planOfSpec(spec), {
          chords: chords!.map((chord) => transposeChord(chord, semitones)),
          key: (key! + semitones + 12) % 12,
        }),
      );
    }
    expect(moves.size).toBeGreaterThan(4);
  });

  it('exclude windows with chords that the model does not support', () => {
    const augmented = song([...scale, ...scale], {
      textAnnotations: [chordAnnotation('C', 0), chordAnnotation('C+', 6)],
    });
    const known = (chordEncoder: 'MajorMinorChordEncoder' | 'TriadChordEncoder'): number =>
      examplesOf(conditionedSpec({ chordEncoder }), [augmented]).size;
    expect([known('MajorMinorChordEncoder'), known('TriadChordEncoder')]).toEqual([2, 3]);
    const words = song(scale, { textAnnotations: [chordAnnotation('fine', 0)] });
    expect(examplesOf(conditionedSpec({ chordEncoder: 'PitchChordEncoder' }), [words]).size).toBe(
      0,
    );
  });

  it('distinguish examples with the same notes', () => {
    const over = (chord: string): NoteSequence =>
      song(scale, { textAnnotations: [chordAnnotation(chord, 0)] });
    const spec = conditionedSpec({ chordEncoder: 'TriadChordEncoder' });
    expect(examplesOf(spec, [over('C'), over('Am'), over('C')]).size).toBe(2);
    expect(examplesOf(conditionedSpec({}), [over('C'), over('Am')]).size).toBe(1);
  });

  it('give one chord per bar for a model of tracks', () => {
    const tracks = conditionedSpec(
      { chordEncoder: 'MajorMinorChordEncoder' },
      {
        type: 'MultitrackConverter',
        args: {
          ...{ numSteps: 64, numSegments: 4, totalSteps: 96 },
          ...{ stepsPerQuarter: 24, numVelocityBins: 8 },
        },
      },
    );
    const examples = examplesOf(tracks, [
      song(scale, { textAnnotations: [chordAnnotation('C', 0), chordAnnotation('F', 2)] }),
    ]);
    expect([0, 1].map((i) => examples.controls(i))).toEqual([{ chords: ['C'] }, { chords: ['F'] }]);
    expect(conditionsOf(examples, 1)).toEqual(controlRows(planOfSpec(tracks), { chords: ['F'] }));
  });
});

describe('chords of a song without chord symbols', () => {
  it('are inferred with the key from broken triads, one per bar', () => {
    const broken = [60, 64, 67, 64, 57, 60, 64, 60, 53, 57, 60, 57, 55, 59, 62, 59];
    const { textAnnotations, keySignatures } = inferChords(quantize(song(broken)));
    expect(textAnnotations!.map(({ text, quantizedStep }) => [text, quantizedStep])).toEqual([
      ['C', 0],
      ['Am', 16],
      ['F', 32],
      ['G', 48],
    ]);
    expect(keySignatures).toEqual([{ time: 0, key: 0, mode: 0 }]);
  });

  it('are N.C. for drums alone, and absent for an empty piece', () => {
    const drums = song(scale.map(() => 36));
    const beat = { ...drums, notes: drums.notes!.map((note) => ({ ...note, isDrum: true })) };
    expect(inferChords(quantize(beat)).textAnnotations!.map(({ text }) => text)).toEqual(['N.C.']);
    expect(inferChords(quantize({ notes: [], totalTime: 0 })).textAnnotations).toEqual([]);
  });

  it('agree with the actual chords of generated songs in more than two thirds of all bars', () => {
    let [same, all] = [0, 0];
    for (let index = 0; index < 10; index++) {
      const piece = quantize(generatedSong({ index, bars: 8 }));
      const inferred = inferChords(piece, { kinds: ['', 'm', 'dim'], perBar: 1 });
      const at = ({ textAnnotations }: NoteSequence, bar: number): string =>
        textAnnotations!.filter(({ quantizedStep }) => quantizedStep! <= bar * 16).at(-1)!.text!;
      for (let bar = 0; bar < 8; bar++, all++) if (at(piece, bar) === at(inferred, bar)) same++;
    }
    expect(same / all).toBeGreaterThan(2 / 3);
  });

  it('are inferred from the whole piece, also for examples of a single line', () => {
    const { textAnnotations: _named, keySignatures: _key, ...plain } = generatedSong({ index: 3 });
    const spec = conditionedSpec({ chordEncoder: 'TriadChordEncoder', conditionOnKey: true });
    const examples = examplesOf(spec, [plain]);
    const { chords, key } = examples.controls(0)!;
    const inferred = inferChords(quantize(plain), { kinds: ['', 'm', '+', 'dim'] });
    expect(chords![0]).toBe(inferred.textAnnotations![0]!.text);
    expect(key).toBe(inferred.keySignatures![0]!.key);
  });
});

describe('the extra controls of a model', () => {
  const spec = conditionedSpec({ extraControls: [{ name: 'loudness', depth: 1 }] });

  it('are computed for each window by a function of the caller', () => {
    const examples = examplesOf(spec, [annotated], {
      extra: ({ notes }) => ({ loudness: new Float32Array(32).fill(notes!.length / 10) }),
    });
    const given = Array.from(conditionsOf(examples, 0));
    expect(given).toEqual(Array.from(new Float32Array(32).fill(0.8)));
  });

  it('are required, with an error of one line if they are missing', () => {
    expect(() => examplesOf(spec, [annotated])).toThrow(
      /is conditioned on loudness, which songs do not contain: give them with the option extra/u,
    );
  });
});
