/** `speil eval` of a model of music: the bound in its parts, and how many notes come back, beside what needs no model. */
import { NotFoundError } from '@speil/api';
import { evaluateModel, readModel, type ReadModel } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import {
  baselinesOf,
  createMusicVae,
  evaluateNotes,
  loadCheckpoint,
  trainedCheckpoint,
  type Checkpoint,
  type NoteScores,
} from '@speil/music';
import { openExamples } from '@speil/music/node';
import { readConfig } from '@speil/runs';
import { UsageError } from '../cli/exit.js';
import type { ResolvedModel } from '../models/resolve.js';
import { whichData, type ModelDataOptions } from './model-data.js';

export interface EvalMusicOptions extends ModelDataOptions {
  readonly samples: number;
  readonly seed: number;
  readonly limit?: number;
}

export interface MusicFigures {
  readonly data: string;
  /** By name, as lines of a table. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/** @throws UsageError for a checkpoint without --data, NotFoundError for music without a window that the model takes. */
export async function evalMusic(
  found: ResolvedModel,
  name: string,
  options: EvalMusicOptions,
  openEngine: () => Promise<Engine>,
): Promise<MusicFigures> {
  const { data, dataDir, split, limit, samples, seed } = options;
  const trained = found.form === 'model' ? await readModel(found.source) : undefined;
  const checkpoint = trained ? trainedCheckpoint(trained) : await loadCheckpoint(found.source);
  const { spec } = checkpoint.plan;
  const set = setOf(found, name, trained, data);
  const place = dataDir ?? set.dir;
  const open = (part: 'train' | 'test') =>
    openExamples(set.name, spec, { split: part, ...(place !== undefined && { dataDir: place }) });
  const examples = await open(split);
  if (examples.size === 0) {
    throw new NotFoundError(`${examples.id} has no window that ${name} takes. Try other --data.`);
  }
  const engine = await openEngine();
  const bounded = limit === undefined ? {} : { limit };
  const { elbo, reconstruction, kl, iwBound, activeUnits } = await evaluateModel(
    { file: { spec }, variables: checkpoint.variables },
    engine,
    examples,
    { samples, seed, batchSize: 64, ...bounded },
  );
  const { teacherForced, freeRunning } = await notesOf(checkpoint, engine, examples, bounded);
  const known = split === 'train' ? examples : await open('train');
  const { converter } = checkpoint.plan;
  const { mostFrequent, barCopied } = baselinesOf(converter, known, examples, bounded);
  return {
    data: examples.id,
    figures: {
      ...{ elbo, reconstruction, kl, iwBound, activeUnits },
      ...named('forced', teacherForced),
      ...named('free', freeRunning),
      ...named('frequent', mostFrequent),
      ...named('copied', barCopied),
      examples: teacherForced.examples,
    },
  };
}

function setOf(
  { run }: ResolvedModel,
  name: string,
  trained: ReadModel | undefined,
  data: string | undefined,
): { readonly name: string; readonly dir?: string } {
  if (trained !== undefined) {
    const { name: set, ...rest } = whichData(
      data,
      trained.file,
      run === undefined ? undefined : readConfig(run),
    );
    return { name: set.replace(/\/validation$/u, ''), ...rest };
  }
  if (data !== undefined) return { name: data };
  throw new UsageError(
    `${name} does not say what it was trained on: name the data with --data, such as groove or lieder.`,
  );
}

async function notesOf(
  checkpoint: Checkpoint,
  engine: Engine,
  examples: Parameters<typeof evaluateNotes>[1],
  options: { readonly limit?: number },
): ReturnType<typeof evaluateNotes> {
  const model = createMusicVae(checkpoint, { engine });
  try {
    return await evaluateNotes(model, examples, options);
  } finally {
    model.dispose();
  }
}

function named(prefix: string, { onsetF1, accuracy }: NoteScores): Record<string, number> {
  return { [`${prefix}OnsetF1`]: onsetF1, [`${prefix}Accuracy`]: accuracy };
}
