/**
 * `training.json`: what a package records of its training, so that others can repeat the beginning of it: the data with
 * their fingerprint, the engine, and the loss of each of the first steps.
 */
import {
  datasetRecordSchema,
  parseJson,
  type Recipe,
  type RunConfig,
  type TrainingEvent,
} from '@speil/api';
import * as z from 'zod';
import { formatCount } from '../report/format.js';
import { quoteForShell } from '../report/paths.js';
import { recordFile } from './package-files.js';

/** Upper bound on the recorded steps: a tenth of the training, but not more than this. */
export const mostSteps = 2000;

const trainingRecordSchema = z.strictObject({
  format: z.literal('speil-training'),
  formatVersion: z.literal(1),
  /** Whether a later repetition of the recipe was recorded, in place of the log of the model's own training. */
  repetition: z.literal(true).optional(),
  data: z.strictObject({
    name: z.string().max(1000),
    limit: z.int().min(1).optional(),
    /** Share of the training examples that was held out; absent if a part of the dataset validated. */
    validationShare: z.number().gt(0).max(0.5).optional(),
    train: datasetRecordSchema,
  }),
  engine: z.string().max(100),
  command: z.string().max(10_000).optional(),
  created: z.string().max(100),
  speil: z.string().max(100),
  /** Steps of the whole training. */
  steps: z.int().min(1),
  /** The total loss of each of the first steps. */
  losses: z.array(z.number()).min(1).max(mostSteps),
});
export type TrainingRecord = z.output<typeof trainingRecordSchema>;

/** Steps of the whole training of a recipe on so many examples. */
export function stepsOf(examples: number, { training }: Recipe): number {
  return Math.ceil(examples / training.batchSize) * training.epochs;
}

/** What a record holds, for people; it says of a repetition that it is one. */
export function describeRecord(record: TrainingRecord): string {
  const { repetition, losses, steps, created, speil } = record;
  const share = `the first ${losses.length} of ${formatCount(steps)} steps`;
  return repetition === undefined
    ? `the log of ${share}`
    : `a repetition of ${share} of the recipe on ${created.slice(0, 10)} with Speil ${speil}, not the log of the model's own training`;
}

/**
 * @param config the run. @param events its log.
 * @returns undefined for a run that cannot be repeated from its recipe alone: it started from other weights, has no
 *   steps, or was steered before its second step.
 */
export function recordTraining(
  config: RunConfig,
  events: readonly TrainingEvent[],
): TrainingRecord | undefined {
  const { data, recipe, engine, command, created, speil } = config;
  if (config.from !== undefined) return undefined;
  const steps = stepsOf(data.train.size, recipe);
  const steered = events.find(({ type }) => type === 'steer');
  const most = Math.min(
    mostSteps,
    Math.max(20, Math.ceil(steps / 10)),
    steered !== undefined && 'step' in steered ? steered.step : Infinity,
  );
  const byStep = new Map(
    events.flatMap((event) =>
      event.type === 'step-end' && event.step <= most
        ? [[event.step, Number(event.losses.total.toPrecision(8))] as const]
        : [],
    ),
  );
  const losses: number[] = [];
  for (let step = 1; byStep.has(step); step++) losses.push(byStep.get(step)!);
  if (losses.length === 0) return undefined;
  return {
    format: 'speil-training',
    formatVersion: 1,
    data: {
      name: datasetLabel(data.name),
      ...(data.limit !== undefined && { limit: data.limit }),
      ...(data.validationShare !== undefined && { validationShare: data.validationShare }),
      train: data.train,
    },
    engine,
    ...(command !== undefined && { command: withoutPaths(command) }),
    created,
    speil,
    steps,
    losses,
  };
}

/** Reduces every path of a command line that leads out of the current folder to its last part. */
export function withoutPaths(command: string): string {
  return command.replaceAll(/'[^']*'|\S+/gu, (word) => {
    const text = word.replaceAll("'", '');
    return /^(?:~|\.\.|[A-Za-z]:)?[\\/]/u.test(text) ? quoteForShell(datasetLabel(text)) : word;
  });
}

/** A path is private to the machine of the training: only the name of its last folder or file is recorded. */
export function datasetLabel(name: string): string {
  return name.split(/[\\/]/u).findLast((part) => part !== '') ?? name;
}

export function writeRecord(record: TrainingRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** @param shown the package, for messages. @throws InvalidFileError. */
export function readRecord(text: string, shown: string): TrainingRecord {
  const record = parseJson(trainingRecordSchema, text, `${shown}/${recordFile}`);
  // A stranger's record names a dataset, never a place on this machine.
  return { ...record, data: { ...record.data, name: datasetLabel(record.data.name) } };
}
