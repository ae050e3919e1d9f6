/**
 * Turns the command line into a request to the trainer: the recipe with all options applied, the data, the engine and
 * the run folder. A resumed run keeps its recipe; only settings that do not affect earlier steps may change.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { IncompatibleError } from '@speil/api';
import type { Recipe, RunConfig } from '@speil/api';
import { declareModel } from '@speil/core/spec';
import { readConfig } from '@speil/runs';
import { UsageError } from '../io/exit.js';
import { applySettings } from '../recipes/overrides.js';
import {
  findOrFitRecipe,
  refuseFamilyOptions,
  resolveData,
  type FamilyOptions,
} from '../recipes/families.js';
import { findRecipe, type Warn } from '../recipes/registry.js';
import { formatShare } from '../report/format.js';
import type { DataRequest, TrainerRequest } from '../trainer/messages.js';
import { refuseFit } from '../domains/registry/domains.js';
import { refuseDeadLink } from '../files/paths.js';

export interface TrainOptions extends FamilyOptions {
  readonly epochs?: number;
  readonly batch?: number;
  /** A share of the training examples, or the test part. */
  readonly validation?: number | 'test';
  readonly seed?: number;
  readonly engine?: string;
  /** A model whose weights are the initial ones. */
  readonly from?: string;
  readonly out?: string;
  readonly set?: readonly string[];
  readonly checkpointEvery?: number;
  readonly resume?: boolean;
  readonly tui?: boolean;
  readonly detach?: boolean;
  readonly json?: boolean;
  /** Whether to report only how the run ended, for a command that trains many runs. */
  readonly quiet?: boolean;
}

export interface Surroundings {
  readonly cwd: string;
  /** Called with one line for each recipe that was skipped. */
  readonly warn: Warn;
  /** The time in the folder name of a new run. */
  readonly now?: Date;
}

export async function trainRequest(
  name: string | undefined,
  options: TrainOptions,
  surroundings: Surroundings,
): Promise<TrainerRequest> {
  return options.resume
    ? resumeRequest(name, options, surroundings)
    : createRequest(name, options, surroundings);
}

async function createRequest(
  name: string | undefined,
  options: TrainOptions,
  { cwd, warn, now = new Date() }: Surroundings,
): Promise<TrainerRequest> {
  if (name === undefined) {
    throw new UsageError('Name a recipe, such as: speil train mnist-vae. See: speil recipes');
  }
  const data = await resolveData(options.data, cwd);
  const { recipe: base, isFitted } = await findOrFitRecipe(
    name,
    { ...options, data },
    { cwd, warn },
  );
  const recipe = applySettings(base, settingsOf(options, isFitted));
  refuseFit(recipe.domain, recipe.name, options.fit);
  // Checked before a trainer is started and a folder is created, since the model would be invalid there too.
  declareModel(recipe.model);
  const folder = options.out ?? newRunFolder(path.join('runs', recipe.name), cwd, now);
  const target = path.resolve(cwd, folder);
  refuseDeadLink(target, folder);
  return {
    folder: target,
    recipe,
    data: {
      ...chooseData(recipe, data, options, cwd),
      ...(isFitted && { madeInto: recipe.title }),
    },
    engine: options.engine ?? 'auto',
    ...(options.from !== undefined && { from: locateModel(options.from, cwd) }),
    resume: false,
  };
}

async function resumeRequest(
  name: string | undefined,
  options: TrainOptions,
  { cwd, warn }: Surroundings,
): Promise<TrainerRequest> {
  if (options.out === undefined) {
    throw new UsageError('--resume needs the run folder: speil train --out DIR --resume');
  }
  const folder = path.resolve(cwd, options.out);
  const config = readConfig(folder);
  if (name !== undefined) {
    const named = (await findRecipe(name, cwd, warn)).name;
    if (named !== config.recipe.name) {
      throw new IncompatibleError(
        `The run in ${options.out} is of recipe ${config.recipe.name}. Received: ${named}.`,
      );
    }
  }
  refuseFamilyOptions('A resumed run', options);
  if (options.from !== undefined) {
    throw new UsageError(
      '--from starts a new run from weights; --resume continues a run. Leave out one of them.',
    );
  }
  const recipe = applySettings(config.recipe, settingsOf(options));
  refuseChange(config.recipe, recipe);
  refuseOtherData(config, options);
  const { dir, limit, validationShare } = config.data;
  const place = options.dataDir === undefined ? dir : path.resolve(cwd, options.dataDir);
  return {
    folder,
    recipe,
    data: {
      name: config.data.name,
      ...(place === undefined ? {} : { dir: place }),
      ...(limit === undefined ? {} : { limit }),
      validation: validationShare ?? 'part',
    },
    engine: options.engine ?? config.engine,
    // Needed again if the run has no checkpoint yet.
    ...(config.from !== undefined && { from: config.from }),
    resume: true,
  };
}

/** The options that are settings of the recipe. The settings of `--set` come last and take precedence. */
function settingsOf(options: TrainOptions, isFitted = false): readonly string[] {
  const { epochs, batch, seed, checkpointEvery, fit, latent, set = [] } = options;
  const named = {
    'dataset.fit': fit,
    // A family has made its networks for this latent.
    'model.bottleneck.size': isFitted ? undefined : latent,
    'training.epochs': epochs,
    'training.batchSize': batch,
    'training.seed': seed,
    'training.checkpoint.everySteps': checkpointEvery,
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return [...given.map(([key, value]) => `${key}=${value}`), ...set];
}

function chooseData(
  recipe: Recipe,
  data: string | undefined,
  options: TrainOptions,
  cwd: string,
): DataRequest {
  const { dataDir, limit, validation } = options;
  const { name, fallback } = recipe.dataset;
  // Data that the command names have no fallback.
  const wanted =
    data === undefined ? { name, ...(fallback === undefined ? {} : { fallback }) } : { name: data };
  return {
    ...wanted,
    ...(dataDir === undefined ? {} : { dir: path.resolve(cwd, dataDir) }),
    ...(limit === undefined ? {} : { limit }),
    ...(validation === undefined
      ? {}
      : { validation: validation === 'test' ? 'part' : validation }),
  };
}

/** @returns the absolute path of a model or of a checkpoint of a run; a name that is not a path stays unchanged. */
function locateModel(name: string, cwd: string): string {
  const [, run, which = ''] = /^(.+?)(@(?:best|\d{1,15}))?$/u.exec(name) ?? [];
  const isHere = run !== undefined && fs.existsSync(path.resolve(cwd, run));
  return isHere ? path.resolve(cwd, run) + which : name;
}

/** The settings that a resumed run may change: its length, and how often it writes. */
const changeable = ['epochs', 'checkpoint', 'sampleEverySteps'];

function refuseChange(before: Recipe, after: Recipe): void {
  const flat = (recipe: Recipe): Readonly<Record<string, unknown>> => ({
    ...Object.fromEntries(
      Object.entries(recipe.training).map(([key, value]) => [`training.${key}`, value]),
    ),
    'dataset.fit': recipe.dataset.fit ?? 'stretch',
    model: recipe.model,
  });
  const [was, is] = [flat(before), flat(after)];
  for (const key of Object.keys(was)) {
    const [old, now] = [JSON.stringify(was[key]), JSON.stringify(is[key])];
    if (old === now || changeable.some((name) => key === `training.${name}`)) continue;
    throw new IncompatibleError(
      key === 'model'
        ? 'A resumed run keeps its model; --set cannot change it. Start another run for that.'
        : `The run was started with ${key}=${old}. Received: ${now}. Start another run for that.`,
    );
  }
}

function refuseOtherData(
  { data: had }: RunConfig,
  { data, limit, validation }: TrainOptions,
): void {
  const share = (value: number | 'test' | undefined): string | undefined =>
    typeof value === 'number' ? formatShare(value) : value;
  for (const [what, given, before] of [
    ['data', data === undefined ? undefined : path.basename(data), path.basename(had.name)],
    ['limit', limit, had.limit ?? 'all'],
    ['validation', share(validation), share(had.validationShare) ?? partName(had)],
  ] as const) {
    if (given === undefined || given === before) continue;
    throw new IncompatibleError(
      `The run was started with ${what} ${before}. Received: ${given}. Start another run for that.`,
    );
  }
}

/** The part of a dataset that a run validates on. */
function partName({ validation }: RunConfig['data']): string {
  return validation?.id.split('/').at(-1) ?? 'nothing';
}

/** `runs/mnist-vae/2026-11-23T12-00-00`, with a number if two runs start in the same second. */
function newRunFolder(parent: string, cwd: string, now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  let folder = path.join(parent, time);
  for (let n = 2; fs.existsSync(path.resolve(cwd, folder)); n++)
    folder = path.join(parent, `${time}-${n}`);
  return folder;
}
