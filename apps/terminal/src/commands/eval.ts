/** `speil eval`. */
import { IncompatibleError } from '@speil/api';
import type { ModelFile } from '@speil/api';
import { PictureScorer, evaluateModel } from '@speil/core';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { engineFor } from '../engines.js';
import { resolveModel, tellWarnings } from '../models/resolve.js';
import { judgeDraws } from './judge.js';
import { datasetName, openPictureData, type ModelDataOptions } from './model-data.js';
import type { ModelOptions } from './model.js';

interface EvalOptions extends ModelOptions, ModelDataOptions {
  readonly samples: number;
  readonly limit?: number;
  readonly seed: number;
  readonly judge?: string;
  readonly draws: number;
}

export async function evaluate(name: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as EvalOptions;
  const { json, samples, limit, seed, judge } = options;
  const openEngine = () => engineFor(options, io);
  const onProgress = (done: number, total: number): void =>
    io.progress.update('scoring', done, total);
  const found = resolveModel(name, io.cwd, io.env);
  if (found.kind === 'music') {
    if (judge !== undefined)
      throw new UsageError(`${name} is a model of music: leave out --judge.`);
    tellWarnings(found, io);
    const { evalMusic } = await import('./eval-music.js');
    const { data, figures } = await evalMusic(found, name, { ...options, onProgress }, openEngine);
    if (json) io.out(JSON.stringify(figures));
    else for (const line of describe(figures, data)) io.out(line);
    return exitCodes.done;
  }
  const { model, dataset } = await openPictureData(name, options, io, refuseSeenData);
  const engine = await openEngine();
  // Before the long part: a judge that cannot judge is told at once.
  const judged =
    judge === undefined ? {} : await judgeDraws(name, dataset, { ...options, judge }, io);
  const scorer = new PictureScorer();
  const { elbo, reconstruction, kl, iwBound, activeUnits, accuracy } = await evaluateModel(
    model,
    engine,
    dataset,
    {
      samples,
      seed,
      onProgress,
      ...(limit === undefined ? {} : { limit }),
      onReconstruction: (originals, reconstructions) => scorer.add(originals, reconstructions),
    },
  );
  const figures = {
    elbo,
    reconstruction,
    kl,
    iwBound,
    activeUnits,
    ...scorer.value(),
    ...(accuracy !== undefined && { accuracy }),
    ...judged,
  };
  if (json) io.out(JSON.stringify(figures));
  else for (const line of describe(figures, dataset.id, judge)) io.out(line);
  return exitCodes.done;
}

/** @throws IncompatibleError where the data were in the model's training data, whichever part one asks for. */
export function refuseSeenData({ training, spec }: ModelFile, set: string): void {
  if (set !== 'mnist-10k' || training === undefined) return;
  if (datasetName(training.dataset.id) !== 'mnist') return;
  throw new IncompatibleError(
    `${spec.name} was trained on mnist, and mnist-10k is MNIST's first 10,000 training digits: it has seen them all. Use --data mnist --split test.`,
  );
}

type Figures = Readonly<Record<string, number | null>>;

function describe(figures: Figures, data: string, judge = ''): readonly string[] {
  const units: Readonly<Record<string, string>> = {
    elbo: 'nats an item',
    reconstruction: 'nats an item',
    kl: 'nats an item',
    iwBound: 'nats an item',
    activeUnits: 'latent dimensions',
    mse: 'a pixel',
    psnr: 'dB',
    ssim: '',
    accuracy: 'of items get their class',
    frechet: `in the features of ${judge}`,
    precision: 'of draws are where data are',
    recall: 'of data are where draws are',
    agreement: `of draws are what was asked for, to ${judge}`,
    forcedOnsetF1: 'of onsets, after the true rows',
    forcedAccuracy: 'of rows where something happens',
    freeOnsetF1: 'of onsets, after its own rows',
    freeAccuracy: 'of rows where something happens',
    frequentOnsetF1: 'without a model: always the most frequent row',
    frequentAccuracy: '',
    copiedOnsetF1: 'without a model: each half for the other',
    copiedAccuracy: '',
    examples: '',
  };
  const lines = Object.entries(figures).map(([name, value]) => {
    const text = value === null ? '-' : name === 'mse' ? value.toFixed(5) : value.toFixed(3);
    return `${name.padEnd(17)}${text.padStart(10)} ${units[name] ?? ''}`.trimEnd();
  });
  return [data, ...lines];
}
