/**
 * The files of a published model of music: a checkpoint with one byte per weight, golden outputs for five windows of
 * generated songs, and examples. The examples are windows of test songs that the model reconstructs well, of different
 * styles if the data name styles.
 */
import { fromFiles } from '@speil/core';
import {
  checkpointFiles,
  loadMusicVae,
  loadTrained,
  createNoteExamples,
  writeMidi,
  type MusicVae,
  type NoteSequence,
} from '@speil/music';
import { openExamples, openNotes } from '@speil/music/node';
import { readConfig } from '@speil/runs';
import { openEngine } from '../../engines/engines.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { PackOptions, PackedModel, ResolvedModel } from '../domain.js';
import { encodeGolden } from '../golden.js';
import { computeMusicGolden } from './golden.js';

/** Upper bound on the weights of a published model, in bytes. */
const mostBytes = 1_200_000;

const mostExamples = 8;

/** JavaScript that loads a model of music from its folder. */
export const musicExample = `import { loadEngine } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { loadMusicVae } from '@speil/music';

const engine = await loadEngine('auto');
const model = await loadMusicVae(fromFolder('.'), { engine });
console.log(model.spec.family, model.spec.latentShape);`;

/** @throws UsageError for a model without a run, since examples are taken from the run's data. */
export async function packMusic(
  { name, source, run }: ResolvedModel,
  { dataDir }: PackOptions,
  io: Io,
): Promise<PackedModel> {
  if (run === undefined) {
    throw new UsageError(
      `MODEL must be a run, since examples are taken from its data. Received: ${name}.`,
    );
  }
  const { recipe, data } = readConfig(run);
  const checkpoint = await loadTrained(source);
  const files = checkpointFiles(checkpoint, { quantization: 'uint8', bits: true });
  const dir = dataDir ?? data.dir;
  // The data are opened before the long computation, since they may be missing.
  const { songs, ...songData } = await openNotes(data.name, { split: 'test', dir });
  io.progress.update('computing golden outputs');
  const engine = await openEngine(io, { engine: 'wasm' });
  const model = await loadMusicVae(fromFiles(name, files), { engine });
  try {
    const generated = await openExamples('generated', recipe.model, { split: 'test' });
    const golden = await computeMusicGolden(model, generated);
    const best = new BestByStyle();
    for (const [i, song] of songs.entries()) {
      io.progress.update('choosing examples', i, songs.length);
      const style = song.style?.split('/')[0] ?? song.id;
      const options = { hop: 2, limit: 12 };
      const windows = createNoteExamples({ ...songData, songs: [song] }, recipe.model, options);
      for (let index = 0; index < windows.size; index++) {
        best.add(style, await reconstruct(model, windows.sequence(index)));
      }
    }
    const examples = best
      .first(mostExamples)
      .map(({ style, sequence }): [string, Uint8Array] => [
        `examples/${fileNameOf(style)}.mid`,
        writeMidi(sequence),
      ]);
    return {
      files: {
        ...files,
        'golden.json': encodeGolden(golden),
        ...Object.fromEntries(examples),
      },
      form: 'checkpoint',
      spec: model.spec,
      weightBytes: Object.values(files).reduce((sum, { length }) => sum + length, 0),
      mostBytes,
      example: musicExample,
    };
  } finally {
    model.dispose();
  }
}

interface Reconstruction {
  readonly original: NoteSequence;
  readonly sequence: NoteSequence;
}

async function reconstruct(model: MusicVae, original: NoteSequence): Promise<Reconstruction> {
  const posterior = await model.encode([original]);
  if (posterior.kind === 'vq') throw new Error('A model of music has no codebook.');
  const [sequence] = await model.decode(posterior.mean);
  return { original, sequence: sequence! };
}

interface Scored {
  readonly style: string;
  readonly sequence: NoteSequence;
  /** The score of the reconstruction; lower is better. */
  readonly score: number;
}

/** The best reconstruction of each style. */
class BestByStyle {
  readonly #found = new Map<string, Scored>();

  add(style: string, { original, sequence }: Reconstruction): void {
    const [first, second] = [0, 1].map((bar) => onsetsIn(sequence, bar)) as [number, number];
    const pitches = new Set((sequence.notes ?? []).map(({ pitch }) => pitch)).size;
    // An example has at least three onsets in each bar, and at least three different drums or pitches.
    if (first < 3 || second < 3 || pitches < 3) return;
    const missed = countDifferences(original, sequence);
    const score = missed - (first + second) / 20 - Math.min(pitches, 5) / 2;
    if (score < (this.#found.get(style)?.score ?? Infinity)) {
      this.#found.set(style, { style, sequence, score });
    }
  }

  first(most: number): readonly Scored[] {
    return [...this.#found.values()].sort((a, b) => a.score - b.score).slice(0, most);
  }
}

const stepsPerBar = 16;

/** Steps of a bar on which notes begin. */
function onsetsIn({ notes }: NoteSequence, bar: number): number {
  const steps = (notes ?? []).map(({ quantizedStartStep }) => quantizedStartStep ?? 0);
  return new Set(steps.filter((step) => Math.floor(step / stepsPerBar) === bar)).size;
}

/** Number of notes that only one of two sequences has. */
function countDifferences(one: NoteSequence, other: NoteSequence): number {
  const onsets = ({ notes }: NoteSequence): ReadonlySet<string> =>
    new Set((notes ?? []).map(({ pitch, quantizedStartStep }) => `${pitch}@${quantizedStartStep}`));
  const [a, b] = [onsets(one), onsets(other)];
  return [...a].filter((x) => !b.has(x)).length + [...b].filter((x) => !a.has(x)).length;
}

/** Converts `Schumann, Clara` to `clara-schumann`. */
function fileNameOf(style: string): string {
  return style
    .split(', ')
    .reverse()
    .join(' ')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
    .slice(0, 40);
}
