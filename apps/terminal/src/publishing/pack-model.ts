/**
 * Makes the package of a model: smaller weights, recipe, golden outputs that were compared on every engine of this
 * machine, the figures on held-out data, the beginning of the training, a card and checksums.
 */
import * as path from 'node:path';
import { isSpeilError, parseJson, recipeSchema, type Recipe, type RunConfig } from '@speil/api';
import { fromFiles } from '@speil/core';
import { countParameters } from '@speil/core/spec';
import { readConfig, readLog, runPaths } from '@speil/runs';
import type {
  Domain,
  Evaluated,
  NamedFiles,
  PackedModel,
  ResolvedModel,
} from '../domains/domain.js';
import type { EngineComparison } from '../domains/engine-golden.js';
import { goldenFile } from '../domains/golden.js';
import type { Io } from '../io/io.js';
import { describeFigures } from '../report/figures.js';
import { formatBytes, formatCount, formatLoss, plural } from '../report/format.js';
import { describeValidation } from '../report/plain.js';
import { summariseRun } from '../report/summary.js';
import { statedLicence, writeCard } from './card.js';
import { writeSums } from './checksums.js';
import { compareEngines, describeEngine, recordEngines } from './compare-engines.js';
import { evalResults, writeResults } from './eval-results.js';
import { licenceOf, readLicence, type Licence } from './licences.js';
import { encode, npmFiles } from './npm-package.js';
import {
  cardFile,
  isGenerated,
  readText,
  recipeFile,
  recordFile,
  resultsFile,
  sumsFile,
} from './package-files.js';
import {
  datasetLabel,
  recordTraining,
  withoutPaths,
  writeRecord,
  type TrainingRecord,
} from './training-record.js';
import { UsageError } from '../io/exit.js';

export interface PackModelOptions {
  /** An SPDX id. Default: the licence of the data, if they are known and have one. */
  readonly license?: string;
  /** The name of the npm package. Default: `speil-model-` and the model's name. */
  readonly packageName?: string;
  /** Number of held-out examples for the figures; 0 for none. */
  readonly limit: number;
  readonly dataDir?: string;
  /** The files of a model that the folder already has: the card's own text, a licence and an atlas are kept. */
  readonly existing: NamedFiles;
  /** Whether the folder already is an npm package. */
  readonly isPackage: boolean;
  readonly date: Date;
}

export interface PackedPackage extends Pick<PackedModel, 'weightBytes' | 'mostBytes'> {
  readonly files: NamedFiles;
  /** Files of an earlier packing that are out of date. */
  readonly outdated: readonly string[];
}

/** @throws UsageError if the licence is not known; what the domain throws; IncompatibleError if engines disagree. */
export async function packModel(
  domain: Domain,
  model: ResolvedModel,
  options: PackModelOptions,
  io: Io,
): Promise<PackedPackage> {
  const config = model.run === undefined ? undefined : readConfig(model.run);
  const dataset = config && datasetLabel(config.data.name);
  const licence = await chooseLicence(domain, model, dataset, options);
  const packed = await domain.packModel(model, options, io);
  const recipe = withoutFolder(config?.recipe ?? (await ownRecipe(model)));
  const files: Record<string, Uint8Array> = {
    ...packed.files,
    ...(recipe && encode({ [recipeFile]: `${JSON.stringify(recipe, null, 2)}\n` })),
  };
  const found: ResolvedModel = {
    ...model,
    form: packed.form,
    source: fromFiles(model.name, files),
  };
  const engines = await compareEngines(domain, found, io);
  files[goldenFile] = recordEngines(files[goldenFile]!, engines, model.name);
  const evaluated =
    options.limit === 0 ? undefined : await evaluate(domain, found, options, config, io);
  const events = model.run === undefined ? [] : readLog(runPaths(model.run).metrics).events;
  const record = config && recordTraining(config, events);
  const results = evaluated && evalResults(evaluated, { split: 'test', date: options.date });
  const title = recipe?.title ?? packed.spec.name;
  const card = writeCard(
    {
      title: packed.spec.name,
      summary: `${capitalise(title)}, trained with Speil${dataset === undefined ? '' : ` on ${dataset}`}.`,
      licence,
      tags: ['autoencoder', packed.spec.family, domain.name],
      datasets: dataset === undefined ? [] : [dataset],
      metrics: (results ?? []).map(({ dataset: { task_id: name } }) => name),
      facts: listFacts({ packed, recipe, model, record, evaluated, engines }),
      example: packed.example,
    },
    cardOf(options),
  );
  Object.assign(
    files,
    encode({
      [cardFile]: card,
      ...(results && { [resultsFile]: writeResults(results) }),
      ...(record && { [recordFile]: writeRecord(record) }),
    }),
  );
  const kept = Object.entries(options.existing).filter(([file]) => !isGenerated(file));
  const sums = writeSums({ ...Object.fromEntries(kept), ...files });
  Object.assign(files, encode({ [sumsFile]: sums }));
  const name = options.packageName ?? `speil-model-${packed.spec.name}`;
  return {
    files: {
      ...files,
      ...(!options.isPackage && npmFiles({ name, description: capitalise(title), licence })),
    },
    outdated: Object.keys(options.existing).filter(
      (file) => isGenerated(file) && !Object.hasOwn(files, file),
    ),
    weightBytes: packed.weightBytes,
    mostBytes: packed.mostBytes,
  };
}

/** The text of the card that the folder already has. */
function cardOf({ existing }: Pick<PackModelOptions, 'existing'>): string | undefined {
  const bytes = existing[cardFile];
  return bytes && new TextDecoder().decode(bytes);
}

/** The licence that is given, or that of the card there is, or that of the data. @throws UsageError. */
async function chooseLicence(
  domain: Domain,
  { source }: ResolvedModel,
  dataset: string | undefined,
  options: Pick<PackModelOptions, 'license' | 'existing'>,
): Promise<Licence> {
  if (options.license !== undefined) return readLicence(options.license);
  const own = cardOf(options) ?? (await readText(source, cardFile));
  const stated = own === undefined ? undefined : statedLicence(own);
  if (stated !== undefined) return stated;
  const known = domain.datasets.catalogue.find(({ name }) => name === dataset);
  const licence = known && licenceOf(known.licence.split(',')[0]!);
  if (licence !== undefined) return licence;
  const of = dataset === undefined ? 'Its data are' : `Its data, ${dataset}, are`;
  throw new UsageError(
    `A published model needs a licence. ${of} of no licence that is known here: name one with --license, such as --license cc-by-4.0.`,
  );
}

/** The folder of the data is private to the machine of the training: only its last part is published. */
function withoutFolder(recipe: Recipe | undefined): Recipe | undefined {
  if (recipe === undefined) return undefined;
  return { ...recipe, dataset: { ...recipe.dataset, name: datasetLabel(recipe.dataset.name) } };
}

/** The recipe that a model folder has beside its weights. @throws InvalidFileError. */
async function ownRecipe({ source }: ResolvedModel): Promise<Recipe | undefined> {
  const text = await readText(source, recipeFile);
  return text === undefined
    ? undefined
    : parseJson(recipeSchema, text, `${source.name}/${recipeFile}`);
}

/** @returns undefined if the data have no test part, or are not on this machine. */
async function evaluate(
  domain: Domain,
  model: ResolvedModel,
  { limit, dataDir }: PackModelOptions,
  config: RunConfig | undefined,
  io: Io,
): Promise<Evaluated | undefined> {
  const folder = dataDir ?? config?.data.dir;
  try {
    return await domain.evaluate(
      model,
      {
        ...{ engine: 'auto', samples: 1, seed: 0, draws: 0, split: 'test', limit },
        ...(config !== undefined && { data: config.data.name }),
        ...(folder !== undefined && { dataDir: folder }),
      },
      io,
    );
  } catch (error) {
    if (!isSpeilError(error)) throw error;
    io.err(`speil: no figures: ${error.message}`);
    return undefined;
  }
}

interface Known {
  readonly packed: PackedModel;
  readonly recipe: Recipe | undefined;
  readonly model: ResolvedModel;
  readonly record: TrainingRecord | undefined;
  readonly evaluated: Evaluated | undefined;
  readonly engines: readonly EngineComparison[];
}

/** The rows of the card's table. */
function listFacts(known: Known): readonly (readonly [string, string])[] {
  const { packed, recipe, model, record, evaluated, engines } = known;
  const { spec } = packed;
  const network = `${spec.family}, ${formatCount(countParameters(spec))} parameters, latent ${spec.latentShape.join(' x ')}`;
  const scores = evaluated && describeFigures(evaluated.figures, evaluated.of).slice(1);
  return [
    ['network', recipe?.title ?? network],
    ['weights', formatBytes(packed.weightBytes)],
    ...(model.run === undefined ? [] : trainingFacts(model.run, path.basename(model.source.name))),
    ...(record === undefined
      ? []
      : [
          [
            'recorded',
            `the losses of the first ${record.losses.length} of ${formatCount(record.steps)} steps (training.json)`,
          ] as const,
        ]),
    ...(evaluated === undefined || scores === undefined
      ? []
      : [
          [
            `test, ${plural(evaluated.of.examples, 'example')}`,
            scores.map(oneSpace).join('; '),
          ] as const,
        ]),
    ['golden outputs', `of ${engines.map(({ measured }) => describeEngine(measured)).join(', ')}`],
  ];
}

function trainingFacts(run: string, checkpoint: string): readonly (readonly [string, string])[] {
  const config = readConfig(run);
  const { data, recipe, engine, command } = config;
  const { steps, epochs, train, validation } = summariseRun(
    run,
    readLog(runPaths(run).metrics).events,
  );
  const validated = describeValidation({
    ...config,
    data: { ...data, name: datasetLabel(data.name) },
  });
  return [
    ['data', `${datasetLabel(data.name)}, ${formatCount(data.train.size)} examples to train on`],
    ...(validated === undefined ? [] : [['validation', validated] as const]),
    ...(command === undefined ? [] : [['command', `\`${withoutPaths(command)}\``] as const]),
    [
      'training',
      `${formatCount(steps)} steps, ${epochs} epochs, batch ${recipe.training.batchSize}, seed ${recipe.training.seed}, engine ${engine}; weights of ${checkpoint}`,
    ],
    [
      'loss, last epoch',
      `train ${formatLoss(train?.total)}${validation === null ? '' : `, validation ${formatLoss(validation.total)}`}`,
    ],
  ];
}

const oneSpace = (line: string): string => line.replaceAll(/\s+/gu, ' ');

const capitalise = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
