/** `speil eval`. */
import { IncompatibleError, InvalidArgumentError, NotFoundError } from '@speil/api';
import type { Dataset, ModelFile, RunConfig, Split } from '@speil/api';
import { PictureScorer, evaluateModel, readModel } from '@speil/core';
import { openDataset } from '@speil/images/node';
import { readConfig } from '@speil/runs';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { loadEngine } from '../engines.js';
import { resolveModel } from '../models/resolve.js';
import type { ModelOptions } from './model.js';

interface EvalOptions extends ModelOptions {
  readonly data?: string;
  readonly dataDir?: string;
  readonly split: Split;
  readonly samples: number;
  readonly limit?: number;
  readonly seed: number;
}

export async function evaluate(name: string, given: object, io: Io): Promise<ExitCode> {
  const {
    engine: engineName,
    json,
    dataDir,
    split,
    samples,
    limit,
    seed,
    data,
  } = given as EvalOptions;
  const { source, run, warnings } = resolveModel(name, io.cwd);
  for (const warning of warnings) io.err(`speil: ${warning} An earlier one is used.`);
  const model = await readModel(source);
  // A model's file names its data and no place; the run knows where it found them.
  const { name: set, dir } = whichData(
    data,
    model.file,
    run === undefined ? undefined : readConfig(run),
  );
  refuseSeenData(model.file, set);
  const place = dataDir ?? dir;
  const dataset = await openDataset(set, {
    split,
    shape: model.file.spec.codec.shape,
    ...(place === undefined ? {} : { dir: place }),
  });
  refuseEmpty(dataset, split);
  const engine = await loadEngine(engineName, {
    training: false,
    notice: (line) => io.err(`speil: ${line}`),
  });
  const scorer = new PictureScorer();
  const { elbo, reconstruction, kl, iwBound, activeUnits } = await evaluateModel(
    model,
    engine,
    dataset,
    {
      samples,
      seed,
      ...(limit === undefined ? {} : { limit }),
      onReconstruction: (originals, reconstructions) => scorer.add(originals, reconstructions),
    },
  );
  const figures = { elbo, reconstruction, kl, iwBound, activeUnits, ...scorer.value() };
  if (json) io.out(JSON.stringify(figures));
  else for (const line of describe(figures, dataset.id)) io.out(line);
  return exitCodes.done;
}

/** The set that is asked for, else the run's own; and where the run found it, unless another is asked for. */
export function whichData(
  asked: string | undefined,
  file: ModelFile,
  run: RunConfig | undefined,
): { readonly name: string; readonly dir?: string } {
  const own = run?.data.name ?? (asked === undefined ? trainedOn(file) : undefined);
  const dir = run?.data.dir;
  const name = asked ?? own!;
  return dir !== undefined && name === own ? { name, dir } : { name };
}

/** @throws NotFoundError where there is nothing to take a mean of. */
export function refuseEmpty({ id, size }: Pick<Dataset, 'id' | 'size'>, split: Split): void {
  if (size > 0) return;
  throw new NotFoundError(
    `The ${split} part of ${datasetName(id)} is empty: there is nothing to score. Try --split ${split === 'test' ? 'train' : 'test'}, or other --data.`,
  );
}

/** The name of the dataset that a model was trained on. */
function trainedOn({ training, spec }: ModelFile): string {
  if (training === undefined) {
    throw new InvalidArgumentError(
      `Model ${spec.name} does not say what it was trained on. Name the data with --data.`,
    );
  }
  return datasetName(training.dataset.id);
}

/** @throws IncompatibleError where the data were in the model's training data, whichever part one asks for. */
export function refuseSeenData({ training, spec }: ModelFile, set: string): void {
  if (set !== 'mnist-10k' || training === undefined) return;
  if (datasetName(training.dataset.id) !== 'mnist') return;
  throw new IncompatibleError(
    `${spec.name} was trained on mnist, and mnist-10k is MNIST's first 10,000 training digits: it has seen them all. Use --data mnist --split test.`,
  );
}

/** `mnist/train` is a part of `mnist`. */
function datasetName(id: string): string {
  return id.replace(/\/(train|test)$/u, '');
}

type Figures = Readonly<Record<string, number | null>>;

function describe(figures: Figures, data: string): readonly string[] {
  const units: Readonly<Record<string, string>> = {
    elbo: 'nats an item',
    reconstruction: 'nats an item',
    kl: 'nats an item',
    iwBound: 'nats an item',
    activeUnits: 'latent dimensions',
    mse: 'a pixel',
    psnr: 'dB',
    ssim: '',
  };
  const lines = Object.entries(figures).map(([name, value]) => {
    const text = value === null ? '-' : name === 'mse' ? value.toFixed(5) : value.toFixed(3);
    return `${name.padEnd(15)}${text.padStart(10)} ${units[name] ?? ''}`.trimEnd();
  });
  return [data, ...lines];
}
