/**
 * Scores a model of music on data: the ELBO and its parts, and the share of notes that it reconstructs, compared with
 * baselines.
 */
import { sizeOf } from '@speil/api';
import { evaluateModel } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import {
  computeBaselines,
  createMusicVae,
  evaluateNotes,
  type Checkpoint,
  type NoteScores,
} from '@speil/music';
import { openEngine } from '../../engines/engines.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { EvaluateOptions, Evaluated, ResolvedModel } from '../domain.js';
import { openMusicData } from './data.js';

/**
 * @throws UsageError for a checkpoint without --data; NotFoundError for music without a window that the model takes.
 */
export async function evaluateMusic(
  found: ResolvedModel,
  options: EvaluateOptions,
  io: Io,
): Promise<Evaluated> {
  const { split, limit, samples, seed, judge } = options;
  if (judge !== undefined) {
    throw new UsageError(`${found.name} is a model of music: leave out --judge.`);
  }
  const { checkpoint, open } = await openMusicData(found, options);
  const { spec } = checkpoint.plan;
  const examples = await open(split);
  const engine = await openEngine(io, options);
  const bounded = limit === undefined ? {} : { limit };
  const { elbo, reconstruction, kl, iwBound, activeUnits } = await evaluateModel(
    { file: { spec }, variables: checkpoint.variables },
    engine,
    examples,
    {
      samples,
      seed,
      batchSize: 64,
      onProgress: (done, total) => io.progress.update('scoring', done, total),
      ...bounded,
    },
  );
  const { teacherForced, freeRunning } = await scoreNotes(checkpoint, engine, examples, bounded);
  const known = split === 'train' ? examples : await open('train');
  const { converter } = checkpoint.plan;
  const { mostFrequent, barCopied } = computeBaselines(converter, known, examples, bounded);
  return {
    figures: {
      ...{ elbo, reconstruction, kl, iwBound, activeUnits },
      ...named('forced', teacherForced),
      ...named('free', freeRunning),
      ...named('frequent', mostFrequent),
      ...named('copied', barCopied),
      examples: teacherForced.examples,
    },
    of: {
      data: examples.id,
      examples: Math.min(examples.size, limit ?? Infinity),
      samples,
      latent: sizeOf(spec.latentShape),
      variational: true,
    },
  };
}

async function scoreNotes(
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
