/** Checks a model package: checksums, card, golden outputs on the engines of this machine, and a part of its training. */
import { NotFoundError, parseJson, recipeSchema } from '@speil/api';
import { readModel } from '@speil/core';
import type { Domain, ResolvedModel } from '../domains/domain.js';
import type { EngineComparison } from '../domains/engine-golden.js';
import { datasetName } from '../domains/model-file.js';
import type { Io } from '../io/io.js';
import { formatCount, plural } from '../report/format.js';
import { readCard } from './card.js';
import { checkSums, readSums } from './checksums.js';
import { compareEngines, describeEngine, failedChecks } from './compare-engines.js';
import { readResults } from './eval-results.js';
import {
  cardFile,
  readModelFiles,
  readText,
  recipeFile,
  recordFile,
  resultsFile,
  sumsFile,
} from './package-files.js';
import { retrain, type Retrained } from './retrain.js';
import { datasetLabel, describeRecord, readRecord } from './training-record.js';

export interface VerifyOptions {
  /** Default: every engine of this machine. */
  readonly engine?: string;
  /** Share of the training to repeat. */
  readonly retrain?: number;
  readonly data?: string;
  readonly dataDir?: string;
}

export interface Verified {
  readonly engines: readonly EngineComparison[];
  readonly retrained?: Retrained;
  /** One line for each check, for people. */
  readonly lines: readonly string[];
  /** What could not be checked. */
  readonly notes: readonly string[];
  /** One line for each check that failed. */
  readonly failed: readonly string[];
}

/** @throws CorruptError for a changed file; InvalidFileError for an invalid card; what golden outputs and training throw. */
export async function verifyPackage(
  domain: Domain,
  model: ResolvedModel,
  options: VerifyOptions,
  io: Io,
): Promise<Verified> {
  const [lines, notes]: [string[], string[]] = [[], []];
  const { name, folder } = model;
  const sums = await readText(model.source, sumsFile);
  if (sums === undefined) notes.push(`${name} has no ${sumsFile}: only its weights are checked.`);
  else if (folder === undefined) {
    notes.push(`${name} is not on this machine: pull it to check its files, speil pull ${name}.`);
  } else {
    const files = readModelFiles(folder);
    checkSums(files, readSums(sums, name), name);
    lines.push(`checksums: ${plural(Object.keys(files).length - 1, 'file')} as packed`);
  }
  const card = await readText(model.source, cardFile);
  if (card === undefined) notes.push(`${name} has no card (${cardFile}).`);
  else if (sums !== undefined) lines.push(`card: licence ${readCard(card, name).license}`);
  const results = await readText(model.source, resultsFile);
  if (results !== undefined) {
    lines.push(`figures: ${plural(readResults(results, name).length, 'result')} in ${resultsFile}`);
  }
  const record = await readText(model.source, recordFile);
  if (record !== undefined) lines.push(`training: ${describeRecord(readRecord(record, name))}`);
  else if (options.retrain === undefined) {
    lines.push(`training: no losses are recorded${await describeTraining(model)}`);
  } else throw await lackingRecord(model);
  const engines = await compareEngines(domain, model, io, options.engine);
  for (const { engine, checks, isOwn, measured } of engines) {
    const reference = isOwn ? 'its own golden outputs' : 'the reference';
    lines.push(`${engine}: compared with ${reference}, ${describeEngine(measured)}`);
    for (const { name: what, difference, most } of checks) {
      lines.push(
        `${engine}, ${what}: largest difference ${format(difference)}, at most ${format(most)}`,
      );
    }
  }
  const failed = failedChecks(engines).map(
    ({ engine, name: what }) =>
      `${name} does not compute its golden outputs on ${engine}: ${what} differ. Copy the model again, or report the engine with speil doctor.`,
  );
  if (options.retrain === undefined || record === undefined)
    return { engines, lines, notes, failed };
  const retrained = await repeatTraining(
    model,
    record,
    { ...options, retrain: options.retrain },
    io,
  );
  const { steps, difference, most } = retrained;
  lines.push(
    `training again: the losses of ${plural(steps, 'step')} differ by at most ${(100 * difference).toFixed(3)} %, ${100 * most} % are allowed`,
  );
  if (!(difference <= most)) {
    failed.push(
      `${name} does not reach its recorded losses: they differ by ${(100 * difference).toFixed(1)} % in the first ${plural(steps, 'step')}; expected at most ${100 * most} %. Its recipe, its record or the engine is not what was packed.`,
    );
  }
  return { engines, retrained, lines, notes, failed };
}

async function repeatTraining(
  model: ResolvedModel,
  record: string,
  { retrain: share, engine = 'auto', data, dataDir }: VerifyOptions & { readonly retrain: number },
  io: Io,
): Promise<Retrained> {
  const recipe = await readText(model.source, recipeFile);
  if (recipe === undefined) throw await lackingRecord(model);
  return retrain(
    parseJson(recipeSchema, recipe, `${model.name}/${recipeFile}`),
    readRecord(record, model.name),
    {
      share,
      engine,
      ...(data !== undefined && { data }),
      ...(dataDir !== undefined && { dataDir }),
    },
    io,
  );
}

/** The record of the training in `model.json`; a checkpoint of music has none. */
async function trainingOf({ form, source }: ResolvedModel) {
  return form === 'model' ? (await readModel(source)).file.training : undefined;
}

/** What a model without a record states of its training, after what is said of the record. */
async function describeTraining(model: ResolvedModel): Promise<string> {
  const training = await trainingOf(model);
  if (training === undefined) return '';
  const { id, size } = training.dataset;
  return `; the model was trained for ${formatCount(training.steps)} steps on ${formatCount(size)} examples of ${id}`;
}

/** @returns the error of a package whose training cannot be repeated, with what a person can do. */
async function lackingRecord(model: ResolvedModel): Promise<NotFoundError> {
  const training = await trainingOf(model);
  const hasRecipe = (await readText(model.source, recipeFile)) !== undefined;
  const advice = ['speil pack RUN -o DIR writes a record for a run of your own.'];
  if (hasRecipe && training !== undefined) {
    const data = datasetLabel(datasetName(training.dataset.id));
    advice.unshift(
      `Where ${data} is, speil pack FOLDER --repeat 1% records a repetition of its recipe;`,
    );
  }
  return new NotFoundError(
    `${model.name} records no training (${recordFile} and ${recipeFile}), so that none of it can be repeated${await describeTraining(model)}. ${advice.join(' ')}`,
  );
}

function format(difference: number): string {
  return Number.isInteger(difference) ? String(difference) : difference.toFixed(5);
}
