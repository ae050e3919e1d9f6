/**
 * Compares our MusicVAE with the official class of magenta-js 1.23.1 on tiny random checkpoints of every kind. Both
 * must convert notes to the same rows, encode them to the same latents, and decode latents to the same notes at each
 * step.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { normals, fromFiles, loadEngine } from '@speil/core';
import type { Engine } from '@speil/api';
import {
  checkpointFiles,
  loadMusicVae,
  type Controls,
  type MusicVae,
  type MusicVaeConfigInput,
  type MusicVaeSizes,
  type NoteSequence,
} from './entries/index.js';
import { runOfficial, randomCheckpoint, type OfficialAnswer } from './testing/official.js';

const flat: MusicVaeSizes = {
  latent: 6,
  sigma: true,
  encoder: [5],
  decoders: [{ units: [7, 7], nade: null }],
  conductor: [],
  controls: null,
};
const hierarchical: MusicVaeSizes = { ...flat, encoder: [5, 4], conductor: [6, 6] };

const melodyArgs = { numSteps: 16, minPitch: 48, maxPitch: 83 };
const drumsArgs = { numSteps: 16 };
const trioArgs = {
  numSteps: 16,
  melArgs: { minPitch: 21, maxPitch: 108 },
  bassArgs: { minPitch: 21, maxPitch: 108 },
  drumsArgs: {},
};
const sequence = (notes: NoteSequence['notes'], stepsPerQuarter = 4): NoteSequence => ({
  notes: notes!,
  quantizationInfo: { stepsPerQuarter },
  totalQuantizedSteps: 16,
  tempos: [{ time: 0, qpm: 120 }],
  timeSignatures: [{ time: 0, numerator: 4, denominator: 4 }],
});
const note = (pitch: number, from: number, to: number, more: object = {}): object => ({
  pitch,
  quantizedStartStep: from,
  quantizedEndStep: to,
  startTime: from / 8,
  endTime: to / 8,
  velocity: 80,
  ...more,
});

const melodies = [
  // The notes contain a rest, a repeated pitch and a falling step; two notes that start together, of which the higher
  // one is kept; and a note that the next note cuts off.
  sequence([note(60, 1, 3), note(60, 3, 4), note(55, 6, 9), note(67, 10, 16), note(64, 10, 12)]),
  sequence([note(72, 0, 8), note(71, 4, 16)]),
  sequence([]),
  sequence([note(50, 5, 6)]),
];
const drumming = [
  sequence([0, 4, 8, 12].flatMap((at) => [note(36, at, at + 1), note(42, at + 2, at + 3)])),
  sequence([note(38, 4, 5), note(36, 4, 5), note(49, 0, 1), note(82, 15, 16)]),
  sequence([]),
];
const bands = [
  sequence([
    note(64, 0, 4, { program: 0, instrument: 0 }),
    note(67, 4, 12, { program: 12, instrument: 0 }),
    note(40, 0, 16, { program: 33, instrument: 1 }),
    note(36, 0, 1, { isDrum: true, instrument: 2 }),
    note(38, 8, 9, { isDrum: true, instrument: 2 }),
    note(60, 3, 5, { program: 50, instrument: 3 }),
  ]),
  sequence([note(36, 2, 3, { isDrum: true })]),
];
const loud = (pitch: number, from: number, to: number, velocity: number, more: object): object =>
  note(pitch, from, to, { velocity, startTime: from / 24, endTime: to / 24, ...more });
const tracks = [
  sequence(
    [
      loud(64, 0, 6, 90, { program: 5, instrument: 0 }),
      loud(67, 0, 8, 30, { program: 5, instrument: 0 }),
      loud(40, 2, 12, 64, { program: 33, instrument: 1 }),
      loud(36, 0, 3, 127, { isDrum: true, instrument: 2 }),
    ],
    12,
  ),
  sequence([loud(50, 4, 5, 20, { program: 0, instrument: 0 })], 12),
];
const played = [
  sequence([
    note(36, 0, 1, { velocity: 100, startTime: 0.01 }),
    note(42, 2, 3, { velocity: 40, startTime: 0.24 }),
    note(44, 2, 3, { velocity: 60, startTime: 0.26 }),
    note(38, 4, 5, { velocity: 127, startTime: 0.5 }),
  ]),
];

interface Case {
  readonly name: string;
  readonly config: MusicVaeConfigInput;
  readonly sizes: MusicVaeSizes;
  readonly sequences: readonly NoteSequence[];
  readonly quantization?: 'uint8' | 'uint16';
  readonly controls?: Controls;
  readonly depths?: Readonly<Record<string, number>>;
  /**
   * Whether to decode to notes. It is false where the official class does not terminate: it loops on a track without a
   * time-shift.
   */
  readonly officialNotes?: false;
}

const vae = (
  type: MusicVaeConfigInput['dataConverter']['type'],
  args: object,
  more: Partial<MusicVaeConfigInput> = {},
): MusicVaeConfigInput => ({
  type: 'MusicVAE',
  dataConverter: { type, args } as MusicVaeConfigInput['dataConverter'],
  ...more,
});
const three = (sizes: MusicVaeSizes): MusicVaeSizes => ({
  ...sizes,
  decoders: [
    { units: [7], nade: null },
    { units: [5, 5], nade: null },
    { units: [8], nade: null },
  ],
});
const multitrackArgs = {
  numSteps: 48,
  numSegments: 3,
  totalSteps: 16,
  stepsPerQuarter: 12,
  numVelocityBins: 8,
  minPitch: 30,
  maxPitch: 80,
};
const conditions: Controls = {
  chords: ['C', 'Am', 'F#dim', 'N.C.'],
  key: 7,
  // Integers: if there are chords, which are integers, the official class truncates all other controls to integers.
  extra: { depth: Float32Array.from({ length: 16 * 2 }, (_, i) => (i % 5) - 2) },
};

const cases: readonly Case[] = [
  { name: 'melody', config: vae('MelodyConverter', melodyArgs), sizes: flat, sequences: melodies },
  {
    name: 'melody in bytes',
    config: vae('MelodyConverter', melodyArgs),
    sizes: flat,
    sequences: melodies,
    quantization: 'uint8',
  },
  {
    name: 'melody in half-words',
    config: vae('MelodyConverter', melodyArgs),
    sizes: { ...flat, sigma: false },
    sequences: melodies,
    quantization: 'uint16',
  },
  {
    name: 'hierarchical melody',
    config: vae('MelodyConverter', { ...melodyArgs, numSegments: 4 }),
    sizes: hierarchical,
    sequences: melodies,
  },
  {
    name: 'melody with chords, a key and a control',
    config: vae('MelodyConverter', melodyArgs, {
      chordEncoder: 'TriadChordEncoder',
      conditionOnKey: true,
      extraControls: [{ name: 'depth', depth: 2 }],
    }),
    sizes: flat,
    sequences: melodies,
    controls: conditions,
    depths: { depth: 2 },
  },
  {
    name: 'melody whose controls are read first',
    config: vae('MelodyConverter', melodyArgs, { chordEncoder: 'PitchChordEncoder' }),
    sizes: { ...flat, controls: 3 },
    sequences: melodies,
    controls: { chords: ['Dm7', 'G7', 'Cmaj7'] },
  },
  {
    name: 'melody rhythm',
    config: vae('MelodyRhythmConverter', melodyArgs, { useBooleanDecoder: true }),
    sizes: flat,
    sequences: melodies,
  },
  {
    name: 'melody shape',
    config: vae('MelodyShapeConverter', melodyArgs),
    sizes: flat,
    sequences: melodies,
  },
  { name: 'drums', config: vae('DrumsConverter', drumsArgs), sizes: flat, sequences: drumming },
  {
    name: 'drums with bit feedback',
    config: vae('DrumsConverter', drumsArgs),
    sizes: { ...flat, decoders: [{ units: [7, 7], nade: null, feedback: 'bits' }] },
    sequences: drumming,
  },
  {
    name: 'drum roll with a NADE',
    config: vae('DrumRollConverter', drumsArgs),
    sizes: { ...flat, decoders: [{ units: [7], nade: 8 }] },
    sequences: drumming,
  },
  {
    name: 'drum roll of bits',
    config: vae('DrumRollConverter', drumsArgs, { useBooleanDecoder: true }),
    sizes: flat,
    sequences: drumming,
  },
  {
    name: 'one-hot drums',
    config: vae('DrumsOneHotConverter', drumsArgs),
    sizes: flat,
    sequences: drumming,
  },
  { name: 'trio', config: vae('TrioConverter', trioArgs), sizes: three(flat), sequences: bands },
  {
    name: 'hierarchical trio',
    config: vae('TrioConverter', { ...trioArgs, numSegments: 4 }),
    sizes: three(hierarchical),
    sequences: bands,
  },
  {
    name: 'trio rhythm',
    config: vae('TrioRhythmConverter', trioArgs, { useBooleanDecoder: true }),
    sizes: three(flat),
    sequences: bands,
  },
  {
    name: 'multitrack with a chord',
    config: vae('MultitrackConverter', multitrackArgs, { chordEncoder: 'MajorMinorChordEncoder' }),
    sizes: hierarchical,
    sequences: tracks,
    controls: { chords: ['Bbm'] },
    officialNotes: false,
  },
  { name: 'groove', config: vae('GrooveConverter', drumsArgs), sizes: flat, sequences: played },
  {
    name: 'groove to humanise',
    config: vae('GrooveConverter', { ...drumsArgs, humanize: true }),
    sizes: flat,
    sequences: played,
  },
  {
    name: 'groove of taps',
    config: vae('GrooveConverter', { ...drumsArgs, tapify: true }),
    sizes: flat,
    sequences: played,
  },
];

const points = Array.from({ length: 5 }, (_, i) => [
  ...normals({ seed: 9, purpose: 'synthetic', step: i }, flat.latent),
]);
const checkpoints = cases.map(({ config, sizes }, seed) => randomCheckpoint(config, sizes, seed));
const filesOf = (bits: boolean): Record<string, Uint8Array>[] =>
  cases.map(({ quantization }, i) =>
    checkpointFiles(checkpoints[i]!, { bits, ...(quantization && { quantization }) }),
  );
/** The files for the official class and for ours. They are the same, except for a decoder with bit feedback. */
const [files, ownFiles] = [filesOf(false), filesOf(true)];
/** Latents agree to 1e-6 on the reference engine, and to 1e-4 on others. */
const engines = [
  { name: 'cpu', tolerance: 1e-6 },
  { name: 'wasm', tolerance: 1e-4 },
] as const;

let answers: readonly OfficialAnswer[];
beforeAll(async () => {
  answers = await runOfficial(
    cases.map(({ sequences, controls, depths, officialNotes = true }, i) => ({
      notes: officialNotes,
      files: files[i]!,
      sequences,
      z: points,
      ...(controls && { controls }),
      ...(depths && { depths }),
    })),
  );
}, 120_000);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe.each(engines)('our MusicVAE on $name', ({ name: engineName, tolerance }) => {
  describe.each(cases.map((one, index) => ({ ...one, index })))('$name', (one) => {
    let engine: Engine;
    let model: MusicVae;
    beforeAll(async () => {
      engine = await loadEngine(engineName, { training: false });
      model = await loadMusicVae(fromFiles(one.name, ownFiles[one.index]!), { engine });
      return () => model.dispose();
    });

    it('converts notes to the same rows as the official converter', () => {
      one.sequences.forEach((item, i) => {
        const official = answers[one.index]!.inputs[i]!;
        expect(largestDifference(model.converter.input(item), official)).toBeLessThan(1e-6);
      });
    });

    it('encodes the notes, in one batch, to the same latents as the official class', async () => {
      const { controls } = one;
      const posterior = await model.encode(
        one.sequences,
        controls && { condition: one.sequences.map(() => controls) },
      );
      if (posterior.kind === 'vq') throw new Error('A MusicVAE has no codebook.');
      const official = answers[one.index]!.latents.flat();
      expect(largestDifference(posterior.mean.values, official)).toBeLessThan(tolerance);
    });

    it('decodes latents to the same rows and notes as the official class', async () => {
      const { controls } = one;
      const latents = { shape: [5, 6], values: Float32Array.from(points.flat()) };
      const options = controls && { condition: points.map(() => controls) };
      const rows = await model.decodeRows(latents, options);
      const official = answers[one.index]!;
      expect(largestDifference(rows.values, official.rows)).toBeLessThan(tolerance);

      if (one.officialNotes === false) return;
      const sequences = await model.decode(latents, options);
      const text = (notes: readonly object[]): string[] =>
        (notes as Record<string, unknown>[])
          .map(({ pitch, quantizedStartStep, quantizedEndStep, isDrum, startTime }) =>
            [
              pitch,
              quantizedStartStep,
              quantizedEndStep,
              isDrum ?? false,
              ((startTime as number) ?? 0).toFixed(3),
            ].join(' '),
          )
          .sort();
      sequences.forEach(({ notes }, i) => {
        expect(text(notes ?? [])).toEqual(text(official.notes[i]!));
      });
    });
  });
});
