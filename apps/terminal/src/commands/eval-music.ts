/** `speil eval` of a model of music: the bound in its parts, and how many notes come back, beside what needs no model. */
import { sizeOf } from '@speil/api';
import { evaluateModel } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import {
  baselinesOf,
  createMusicVae,
  evaluateNotes,
  type Checkpoint,
  type NoteScores,
} from '@speil/music';
import type { ResolvedModel } from '../models/resolve.js';
import type { ModelDataOptions } from './model-data.js';
import { openMusicData } from './music-data.js';

export interface EvalMusicOptions extends ModelDataOptions {
  readonly samples: number;
  readonly seed: number;
  readonly limit?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface MusicFigures {
  readonly data: string;
  /** Numbers in a latent code. */
  readonly latent: number;
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
  const { split, limit, samples, seed, onProgress } = options;
  const { checkpoint, open } = await openMusicData(found, name, options);
  const { spec } = checkpoint.plan;
  const examples = await open(split);
  const engine = await openEngine();
  const bounded = limit === undefined ? {} : { limit };
  const { elbo, reconstruction, kl, iwBound, activeUnits } = await evaluateModel(
    { file: { spec }, variables: checkpoint.variables },
    engine,
    examples,
    { samples, seed, batchSize: 64, ...bounded, ...(onProgress && { onProgress }) },
  );
  const { teacherForced, freeRunning } = await notesOf(checkpoint, engine, examples, bounded);
  const known = split === 'train' ? examples : await open('train');
  const { converter } = checkpoint.plan;
  const { mostFrequent, barCopied } = baselinesOf(converter, known, examples, bounded);
  return {
    data: examples.id,
    latent: sizeOf(spec.latentShape),
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
