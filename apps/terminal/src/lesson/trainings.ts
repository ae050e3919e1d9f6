/** Trains what a lesson shows, one run after the other. A lesson that was interrupted goes on where it was. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { conditionOf, readStatus, runPaths } from '@speil/runs';
import { exitCodes } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { train } from '../commands/train.js';
import type { TrainOptions } from '../commands/train-request.js';
import type { Experiment } from './chapter.js';

export interface TrainingsOptions {
  readonly out: string;
  readonly quick: boolean;
  readonly engine: string;
  readonly seed: number;
  readonly dataDir?: string;
  /** Of the training data, the first so many. */
  readonly limit?: number;
}

/** @returns false when a training was stopped or failed: the lesson ends there, and goes on from there. */
export async function trainAll(
  experiments: readonly Experiment[],
  options: TrainingsOptions,
  io: Io,
): Promise<boolean> {
  for (const [i, experiment] of experiments.entries()) {
    const folder = path.join(options.out, 'runs', experiment.id);
    const target = path.resolve(io.cwd, folder);
    if (isFinished(target)) continue;
    io.err(`[${i + 1}/${experiments.length}] ${experiment.id}: ${experiment.recipe}`);
    const code = await train(experiment.recipe, requestOf(experiment, folder, target, options), io);
    if (code !== exitCodes.done) return false;
  }
  return true;
}

function requestOf(
  { set = [], quickSet = [], epochs, quickEpochs }: Experiment,
  folder: string,
  target: string,
  { quick, engine, seed, dataDir, limit }: TrainingsOptions,
): TrainOptions {
  const begun = fs.existsSync(runPaths(target).config);
  const place = dataDir === undefined ? {} : { dataDir };
  if (begun) return { out: folder, resume: true, tui: false, ...place };
  return {
    out: folder,
    tui: false,
    engine,
    seed,
    set: quick ? [...set, ...quickSet] : set,
    ...place,
    ...(limit !== undefined && { limit }),
    ...(epochs !== undefined && { epochs }),
    ...(quick && { epochs: quickEpochs, data: 'mnist-10k' }),
  };
}

function isFinished(folder: string): boolean {
  if (!fs.existsSync(runPaths(folder).config)) return false;
  const condition = conditionOf(readStatus(folder));
  return condition === 'completed' || condition === 'early-stopping';
}
