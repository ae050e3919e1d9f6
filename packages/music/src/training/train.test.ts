/** Trains a MusicVAE on generated songs with the training loop of `core`, and loads it with the official class. */
import { fromFiles, loadEngine, sample, train, type TrainingCheckpoint } from '@speil/core';
import { trainingSettingsSchema, type TrainingEvent } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { musicVaeConfigSchema, type MusicVaeConfigInput } from '../converters/config.js';
import {
  checkpointFiles,
  createMusicVae,
  drumClasses,
  drumClassTable,
  evaluateNotes,
  generatedSong,
  loadMusicVae,
  loadTrained,
  createNoteExamples,
  planMusicVae,
  type Controls,
  type MusicVaeSizes,
  type NoteSequence,
} from '../entries/index.js';
import { runOfficial } from '../testing/official.js';

const songs = (seed: number, count: number) => ({
  id: 'generated/train',
  songs: Array.from({ length: count }, (_, index) => ({
    sequence: generatedSong({ seed, index, bars: 8 }),
  })),
  fingerprint: '0'.repeat(64),
});

interface TrainingRequest extends Omit<MusicVaeConfigInput, 'type'> {
  readonly epochs: number;
  /** Default 20. */
  readonly songCount?: number;
  /** Number of units of the encoder and of the decoder. Default 16 and 24. */
  readonly units?: readonly [encoder: number, decoder: number];
}

async function trained({
  epochs,
  songCount = 20,
  units = [16, 24],
  ...conditions
}: TrainingRequest) {
  const sizes: MusicVaeSizes = {
    latent: 8,
    sigma: true,
    encoder: [units[0]],
    decoders: [{ units: [units[1]], nade: null }],
    conductor: [],
    controls: null,
  };
  const config = musicVaeConfigSchema.parse({ type: 'MusicVAE', ...conditions });
  const { spec } = planMusicVae(config, sizes, { name: 'tiny', samples: true, freeNats: 2 });
  const events: TrainingEvent[] = [];
  const checkpoints: TrainingCheckpoint[] = [];
  const engine = await loadEngine('wasm');
  const examples = createNoteExamples(songs(1, songCount), spec, { transposition: 2 });
  await train({
    run: 'test',
    recipe: 'tiny',
    spec,
    settings: trainingSettingsSchema.parse({
      epochs,
      batchSize: 32,
      learningRate: { kind: 'constant', value: 0.02 },
      beta: { kind: 'approach', to: 0.2, decay: 0.95 },
      scheduledSampling: { kind: 'inverseSigmoid', rate: 10 },
      clipNorm: 1,
      sampleEverySteps: 1e6,
    }),
    engine,
    train: examples,
    validation: createNoteExamples(songs(2, 5), spec),
    host: {
      emit: (event) => events.push(event),
      saveCheckpoint(checkpoint) {
        checkpoints.push(checkpoint);
        return Promise.resolve('');
      },
      saveSample: () => Promise.resolve(''),
    },
  });
  const { files } = checkpoints.at(-1)!;
  const losses = events.flatMap((event) => (event.type === 'epoch-end' ? [event.validation!] : []));
  return { examples, engine, losses, checkpoint: await loadTrained(fromFiles('tiny', files)) };
}

/** Gives each drum the first pitch of its class. */
const asDrums = ({ notes = [], ...rest }: NoteSequence): NoteSequence => {
  const table = drumClassTable();
  const seen = notes!.map((note) => ({
    ...note,
    pitch: drumClasses[table[note.pitch!]!]!.pitches[0]!,
  }));
  return { ...rest, notes: seen };
};

/**
 * Loads an exported checkpoint with the official class, and expects the same latents of two examples and the same rows
 * for our latents.
 */
async function expectOfficial(
  { engine, examples, checkpoint }: Awaited<ReturnType<typeof trained>>,
  controls?: Controls,
): Promise<void> {
  const sequences = [examples.sequence(0), examples.sequence(1)];
  const files = checkpointFiles(checkpoint);
  const model = await loadMusicVae(fromFiles('exported', files), { engine });
  const conditions = controls === undefined ? {} : { condition: [controls, controls] };
  const posterior = await model.encode(sequences, conditions);
  if (posterior.kind === 'vq') throw new Error('A MusicVAE has no codebook.');
  const { values } = posterior.mean;
  const z = [values.slice(0, 8), values.slice(8)].map((code) => [...code]);
  const rows = await model.decodeRows(posterior.mean, conditions);
  model.dispose();
  const [answer] = await runOfficial([
    { files, sequences, z, notes: false, ...(controls && { controls }) },
  ]);
  answer!.latents.flat().forEach((value, i) => {
    expect(Math.abs(value - values[i]!)).toBeLessThan(1e-4);
  });
  expect([...rows.values]).toEqual(answer!.rows);
}

describe('a MusicVAE trained with Speil', () => {
  let one: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    const dataConverter = { type: 'DrumsConverter' as const, args: { numSteps: 16 } };
    one = await trained({ dataConverter, epochs: 8 });
  }, 60_000);

  it('learns, and reconstructs its training examples', async () => {
    const { losses, engine, examples, checkpoint } = one;
    expect(losses.at(-1)!.reconstruction).toBeLessThan(0.7 * losses[0]!.reconstruction);
    const model = createMusicVae(checkpoint, { engine });
    const { teacherForced, freeRunning } = await evaluateNotes(model, examples, { limit: 50 });
    // Compute the same score by hand: decode the means of the posteriors, and compare note by note.
    const sequences = Array.from({ length: 50 }, (_, i) => examples.sequence(i));
    const posterior = await model.encode(sequences);
    if (posterior.kind === 'vq') throw new Error('A MusicVAE has no codebook.');
    const back = await model.decode(posterior.mean);
    model.dispose();
    const onsets = (all: readonly NoteSequence[]): Set<string> =>
      new Set(
        all.flatMap(({ notes }, item) =>
          notes!.map(({ pitch, quantizedStartStep }) => `${item} ${pitch} ${quantizedStartStep}`),
        ),
      );
    const [wanted, given] = [onsets(sequences.map(asDrums)), onsets(back)];
    const hits = [...given].filter((onset) => wanted.has(onset)).length;
    expect(freeRunning.onsetF1).toBeCloseTo((2 * hits) / (wanted.size + given.size));
    expect(teacherForced.examples).toBe(50);
  });

  it('can be loaded by the official class, which encodes to the same latents and decodes to the same rows', () =>
    expectOfficial(one));
});

describe('a MusicVAE conditioned on chords and a key', () => {
  let one: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    one = await trained({
      dataConverter: {
        type: 'MelodyConverter',
        args: { numSteps: 16, minPitch: 48, maxPitch: 84 },
      },
      chordEncoder: 'TriadChordEncoder',
      conditionOnKey: true,
      ...{ epochs: 8, songCount: 60, units: [16, 48] },
    });
  }, 240_000);

  it('learns to reconstruct', () => {
    const { losses } = one;
    expect(losses.at(-1)!.reconstruction).toBeLessThan(0.9 * losses[0]!.reconstruction);
  });

  it('gives more notes of a chord from the same latents when it is conditioned on that chord', async () => {
    const model = createMusicVae(one.checkpoint, { engine: one.engine });
    const share = async (chord: string, pitches: readonly number[]): Promise<number> => {
      const played = await sample(model, 200, {
        ...{ temperature: 1, seed: 5 },
        condition: Array.from({ length: 200 }, () => ({ chords: [chord], key: 0 })),
      });
      const all = played.flatMap(({ notes }) => notes!.map(({ pitch }) => pitch! % 12));
      return all.filter((pitch) => pitches.includes(pitch)).length / all.length;
    };
    const [C, Dm] = [
      [0, 4, 7],
      [2, 5, 9],
    ] as const;
    expect(await share('C', C)).toBeGreaterThan((await share('Dm', C)) + 0.1);
    expect(await share('Dm', Dm)).toBeGreaterThan((await share('C', Dm)) + 0.1);
    model.dispose();
  });

  it('can be loaded by the official class, which gives the same results with the same conditions', () =>
    expectOfficial(one, { chords: ['C', 'Am', 'F', 'Gdim'], key: 0 }));
});
