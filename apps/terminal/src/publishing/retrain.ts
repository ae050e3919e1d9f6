/**
 * Repeats the first steps of a recorded training and compares their losses: the recipe, the data and this machine's
 * engine then do what the package says.
 */
import { IncompatibleError, InvalidArgumentError, type Recipe } from '@speil/api';
import type { Io } from '../io/io.js';
import { formatShare } from '../report/format.js';
import { openRecorded, repeatSteps } from './repeat-steps.js';
import type { TrainingRecord } from './training-record.js';

export interface RetrainOptions {
  /** Share of the recorded training, 0 to 1. */
  readonly share: number;
  readonly engine: string;
  /** The data, if they lie elsewhere than a name says. */
  readonly data?: string;
  readonly dataDir?: string;
}

export interface Retrained {
  readonly steps: number;
  /** The largest difference of a step's loss, in proportion to the largest recorded loss. */
  readonly difference: number;
  /** The largest difference that is accepted. */
  readonly most: number;
}

/**
 * Engines round differently: over 80 steps of `scenes-upscale-4` the losses on wasm and on the compiled engine differ by
 * less than .001 %. Another recipe, other data or other losses differ by far more.
 */
const mostDifference = 0.01;

/** @throws IncompatibleError for other data than the recorded; what opening the data and training throw. */
export async function retrain(
  recipe: Recipe,
  record: TrainingRecord,
  { share, engine, data, dataDir }: RetrainOptions,
  io: Io,
): Promise<Retrained> {
  const steps = Math.max(1, Math.round(record.steps * share));
  if (steps > record.losses.length) {
    throw new InvalidArgumentError(
      `The losses of ${formatShare(record.losses.length / record.steps)} of the training are recorded. Received: --retrain ${formatShare(share)}.`,
    );
  }
  io.progress.update('reading the data');
  const { limit, validationShare, train: recorded } = record.data;
  const opened = await openRecorded(
    recipe,
    {
      name: data ?? record.data.name,
      ...(dataDir !== undefined && { dir: dataDir }),
      ...(limit !== undefined && { limit }),
      validation: validationShare ?? 'part',
    },
    recorded,
  );
  const { losses } = await repeatSteps(recipe, opened, { steps, engine }, io);
  if (losses.length < steps) {
    throw new IncompatibleError(
      `The recorded training has ${record.steps} steps. Received: a recipe whose training ended after ${losses.length}.`,
    );
  }
  return { steps, ...compare(losses, record.losses) };
}

function compare(
  actual: readonly number[],
  recorded: readonly number[],
): Pick<Retrained, 'difference' | 'most'> {
  const scale = Math.max(...recorded.slice(0, actual.length).map(Math.abs));
  const difference = Math.max(
    ...actual.map((loss, i) => Math.abs(loss - recorded[i]!) / (scale || 1)),
  );
  return { difference, most: mostDifference };
}
