/** `speil eval`. */
import { IncompatibleError, sizeOf } from '@speil/api';
import type { ModelFile } from '@speil/api';
import { PictureScorer, evaluateModel } from '@speil/core';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { engineFor } from '../engines.js';
import { resolveModel, tellWarnings } from '../models/resolve.js';
import { formatCount } from '../report/format.js';
import { refuseFit } from './fit.js';
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
    refuseFit(name, options.fit);
    tellWarnings(found, io);
    const { evalMusic } = await import('./eval-music.js');
    const { data, latent, figures } = await evalMusic(
      found,
      name,
      { ...options, onProgress },
      openEngine,
    );
    if (json) io.out(JSON.stringify(figures));
    else {
      const of = { data, samples, latent, variational: true };
      for (const line of describe(figures, of)) io.out(line);
    }
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
  else {
    const { bottleneck, latentShape } = model.file.spec;
    const variational = bottleneck.kind === 'gaussian';
    const of = { data: dataset.id, samples, latent: sizeOf(latentShape), variational };
    for (const line of describe(figures, of)) io.out(line);
  }
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

/** Of a figure: its name for people, and its unit. */
const named: Readonly<Record<string, readonly [name: string, unit: string]>> = {
  elbo: ['ELBO', 'nats per example'],
  reconstruction: ['reconstruction', 'nats per example'],
  kl: ['KL', 'nats per example'],
  mse: ['MSE', 'per pixel'],
  psnr: ['PSNR', 'dB'],
  ssim: ['SSIM', ''],
  accuracy: ['accuracy', 'of examples get their class'],
  frechet: ['Frechet distance', 'in the judge’s features'],
  precision: ['precision', 'of samples lie where data lie'],
  recall: ['recall', 'of data lie where samples lie'],
  agreement: ['agreement', 'of samples are of the class asked for, by the judge'],
  forcedOnsetF1: ['onset F1, forced', 'teacher forcing: after the true rows'],
  forcedAccuracy: ['accuracy, forced', 'of rows with an event'],
  freeOnsetF1: ['onset F1, free', 'free running: after its own rows'],
  freeAccuracy: ['accuracy, free', 'of rows with an event'],
  frequentOnsetF1: ['onset F1, frequent', 'baseline: always the most frequent row'],
  frequentAccuracy: ['accuracy, frequent', ''],
  copiedOnsetF1: ['onset F1, copied', 'baseline: each half predicts the other'],
  copiedAccuracy: ['accuracy, copied', ''],
};

/** What is counted, as whole numbers. */
const counted: readonly string[] = ['examples', 'activeUnits'];

export interface FiguresOf {
  readonly data: string;
  /** Posterior samples per example. */
  readonly samples: number;
  /** Numbers in a latent code; absent where that says nothing. */
  readonly latent?: number;
  /** A plain autoencoder has no ELBO, KL or bound. */
  readonly variational: boolean;
}

/** Figures as lines for people. */
export function describe(
  figures: Figures,
  { data, samples, latent, variational }: FiguresOf,
): readonly string[] {
  const ofDensity = ['elbo', 'kl', 'iwBound'];
  const rows = Object.entries(figures)
    .filter(([name]) => variational || !ofDensity.includes(name))
    .map(([name, value]): readonly [string, string, string] => {
      if (name === 'iwBound') {
        return [`IWAE bound (k=${samples})`, textOf(name, value), 'nats per example'];
      }
      if (name === 'activeUnits') {
        const of = latent === undefined ? '' : `of ${latent} latent dimensions`;
        return ['active units', textOf(name, value), of];
      }
      const [label, unit] = named[name] ?? [name, ''];
      return [label, textOf(name, value), unit];
    });
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    data,
    ...rows.map(([label, text, unit]) =>
      `${label.padEnd(width)}  ${text.padStart(10)} ${unit}`.trimEnd(),
    ),
  ];
}

function textOf(name: string, value: number | null): string {
  if (value === null) return '-';
  if (counted.includes(name)) return formatCount(value);
  return value.toFixed(name === 'mse' ? 5 : 3);
}
