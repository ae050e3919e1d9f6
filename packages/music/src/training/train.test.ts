/** A MusicVAE under core's loop, on generated songs; and in the hands of the official class. */
import { fromFiles, loadEngine, train, type TrainingCheckpoint } from '@speil/core';
import { trainingSettingsSchema, type TrainingEvent } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { musicVaeConfigSchema, type MusicVaeConfigInput } from '../checkpoints/config.js';
import {
  checkpointFiles,
  createMusicVae,
  drumClasses,
  drumClassTable,
  evaluateNotes,
  generatedSong,
  loadMusicVae,
  loadTrained,
  noteExamples,
  planMusicVae,
  type MusicVaeSizes,
  type NoteSequence,
} from '../index.js';
import { officially } from '../official.test-support.js';

const songs = (seed: number, count: number) => ({
  id: 'generated/train',
  songs: Array.from({ length: count }, (_, index) => ({
    sequence: generatedSong({ seed, index, bars: 8 }),
  })),
  fingerprint: '0'.repeat(64),
});

async function trained(dataConverter: MusicVaeConfigInput['dataConverter'], epochs: number) {
  const sizes: MusicVaeSizes = {
    latent: 8,
    sigma: true,
    encoder: [16],
    decoders: [{ units: [24], nade: null }],
    conductor: [],
    controls: null,
  };
  const config = musicVaeConfigSchema.parse({ type: 'MusicVAE', dataConverter });
  const { spec } = planMusicVae(config, sizes, { name: 'tiny', samples: true, freeNats: 2 });
  const events: TrainingEvent[] = [];
  const checkpoints: TrainingCheckpoint[] = [];
  const engine = await loadEngine('wasm');
  const examples = noteExamples(songs(1, 20), spec, { transposition: 2 });
  await train({
    run: 'test',
    recipe: 'tiny',
    spec,
    settings: trainingSettingsSchema.parse({
      epochs,
      batchSize: 32,
      learningRate: { kind: 'constant', value: 0.02 },
      beta: { kind: 'approach', to: 0.2, decay: 0.95 },
      sampling: { kind: 'inverseSigmoid', rate: 10 },
      clipNorm: 1,
      sampleEverySteps: 1e6,
    }),
    engine,
    train: examples,
    validation: noteExamples(songs(2, 5), spec),
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

/** Each drum as the pitch that stands for its class, once a step. */
const asDrums = ({ notes = [], ...rest }: NoteSequence): NoteSequence => {
  const table = drumClassTable();
  const seen = notes!.map((note) => ({
    ...note,
    pitch: drumClasses[table[note.pitch!]!]!.pitches[0]!,
  }));
  return { ...rest, notes: seen };
};

describe('a MusicVAE that is trained here', () => {
  let one: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    one = await trained({ type: 'DrumsConverter', args: { numSteps: 16 } }, 8);
  }, 60_000);

  it('learns, and rebuilds what it is shown', async () => {
    const { losses, engine, examples, checkpoint } = one;
    expect(losses.at(-1)!.reconstruction).toBeLessThan(0.7 * losses[0]!.reconstruction);
    const model = createMusicVae(checkpoint, { engine });
    const { teacherForced, freeRunning } = await evaluateNotes(model, examples, { limit: 50 });
    // The same by hand: what is decoded of the posteriors' means, note for note.
    const sequences = Array.from({ length: 50 }, (_, i) => examples.sequence(i));
    const posterior = await model.encode(sequences);
    if (posterior.kind === 'codes') throw new Error('A MusicVAE has a plane of numbers.');
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

  it('is loaded by the official class, which reads the same codes of it and writes the same rows', async () => {
    const { engine, examples, checkpoint } = one;
    const sequences = [examples.sequence(0), examples.sequence(1)];
    const files = checkpointFiles(checkpoint);
    const model = await loadMusicVae(fromFiles('exported', files), { engine });
    const posterior = await model.encode(sequences);
    if (posterior.kind === 'codes') throw new Error('A MusicVAE has a plane of numbers.');
    const { values } = posterior.mean;
    const z = [values.slice(0, 8), values.slice(8)].map((code) => [...code]);
    const rows = await model.decodeRows(posterior.mean);
    model.dispose();
    const [answer] = await officially([{ files, sequences, z, notes: false }]);
    answer!.latents.flat().forEach((value, i) => {
      expect(Math.abs(value - values[i]!)).toBeLessThan(1e-4);
    });
    expect([...rows.values]).toEqual(answer!.rows);
  });
});
