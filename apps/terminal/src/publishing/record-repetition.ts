/**
 * Records the losses of a repetition of a model's training, for a package without the log of its own: the first steps
 * of its recipe, on the data whose fingerprint the model states. Such a record says of itself that it is a repetition.
 */
import {
  IncompatibleError,
  isSpeilError,
  NotFoundError,
  parseJson,
  recipeSchema,
} from '@speil/api';
import { readModel } from '@speil/core';
import type { ResolvedModel } from '../domains/domain.js';
import { datasetName } from '../domains/model-file.js';
import type { Io } from '../io/io.js';
import { version } from '../io/version.js';
import { readText, recipeFile, recordFile } from './package-files.js';
import { openRecorded, repeatSteps } from './repeat-steps.js';
import {
  datasetLabel,
  mostSteps,
  readRecord,
  stepsOf,
  type TrainingRecord,
} from './training-record.js';

export interface RepetitionOptions {
  /** Share of the training to repeat, 0 to 1. */
  readonly share: number;
  readonly dataDir?: string;
  readonly date: Date;
}

/**
 * @throws NotFoundError for a package without a recipe or a fingerprint of its data; IncompatibleError for one with the
 *   log of its own training, and for other data than those of the model.
 */
export async function recordRepetition(
  model: ResolvedModel,
  { share, dataDir, date }: RepetitionOptions,
  io: Io,
): Promise<TrainingRecord> {
  const { name, source } = model;
  const before = await readText(source, recordFile);
  if (before !== undefined && readRecord(before, name).repetition === undefined) {
    throw new IncompatibleError(
      `${name} has the log of its own training (${recordFile}), which a repetition would replace.`,
    );
  }
  const text = await readText(source, recipeFile);
  const training = model.form === 'model' ? (await readModel(source)).file.training : undefined;
  if (text === undefined || training === undefined) {
    const lacking = text === undefined ? recipeFile : 'fingerprint of its data';
    throw new NotFoundError(`${name} has no ${lacking}, so its training cannot be repeated.`);
  }
  const recipe = parseJson(recipeSchema, text, `${name}/${recipeFile}`);
  const { dataset } = training;
  // A recipe may have been trained on other data than it names.
  const data = datasetLabel(datasetName(dataset.id));
  io.progress.update('reading the data');
  const request = {
    ...{ name: data, limit: dataset.size },
    ...(dataDir !== undefined && { dir: dataDir }),
  };
  // The model does not state how it was validated, but the fingerprint tells which examples were held out.
  const opened = await openRecorded(recipe, request, dataset).catch((error: unknown) => {
    if (!isSpeilError(error) || error.code !== 'incompatible') throw error;
    return openRecorded(recipe, { ...request, validation: 'part' }, dataset);
  });
  const steps = stepsOf(dataset.size, recipe);
  const { engine, losses } = await repeatSteps(
    recipe,
    opened,
    { steps: Math.min(mostSteps, Math.max(1, Math.round(steps * share))), engine: 'auto' },
    io,
  );
  return {
    ...{ format: 'speil-training', formatVersion: 1, repetition: true },
    data: {
      ...{ name: data, limit: dataset.size, train: dataset },
      ...(opened.validationShare !== null && { validationShare: opened.validationShare }),
    },
    engine,
    created: date.toISOString(),
    speil: version,
    steps,
    losses: losses.map((loss) => Number(loss.toPrecision(8))),
  };
}
