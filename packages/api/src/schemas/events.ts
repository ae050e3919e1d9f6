/**
 * The closed union of the events of a training run. A line of `metrics.jsonl`, a message on the control socket and the
 * input of the reducer are the same type, so a recorded log can be replayed.
 */
import * as z from 'zod';
import { steerableScalars } from './scheduled-scalars.js';
import { scalarNumbers } from './scalar-schemas.js';
import { lossesSchema } from './model-file.js';

const step = z.int().min(0);
/** Milliseconds since 1970. */
const time = z.number().min(0);

/** The commands that a person may send to a run while it trains. */
export const commandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('resume') }),
  /** Ends the run after the current step, with a checkpoint. */
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('checkpoint') }),
  /** Does so many steps, then pauses. */
  z.strictObject({ type: z.literal('step'), steps: z.int().min(1).max(1e9) }),
  /** Sets a scheduled scalar to a value from the next step on; null returns it to its schedule. */
  z.strictObject({
    type: z.literal('set'),
    setting: z.enum(steerableScalars),
    value: z.number().min(0).max(100).nullable(),
  }),
]);
z.globalRegistry.add(commandSchema, { title: 'command' });
/** A command to a run that trains: pause, resume, stop, checkpoint, do some steps, or set a scalar. */
export type Command = z.infer<typeof commandSchema>;

/** Why a run ended. */
export const endReasonSchema = z.enum([
  'completed',
  'early-stopping',
  'stopped',
  'diverged',
  'failed',
]);
/** Why a run ended. */
export type EndReason = z.infer<typeof endReasonSchema>;

/** An event of a run: a line of `metrics.jsonl`, and a message to screens that follow the run. */
export const trainingEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run-start'),
    time,
    run: z.string().max(1000),
    recipe: z.string().max(100),
    engine: z.string().max(100),
    seed: z.int().min(0),
    parameters: z.int().min(0),
    trainExamples: z.int().min(0),
    validationExamples: z.int().min(0),
    batchSize: z.int().min(1),
    epochs: z.int().min(1),
    stepsPerEpoch: z.int().min(1),
    /** The step of the checkpoint from which the run resumes; 0 for a new run. */
    resumedFrom: step,
  }),
  z.object({
    type: z.literal('step-end'),
    time,
    /** Number of completed steps, 1 after the first. */
    step,
    /** The epoch that this step belongs to, 1 for the first. */
    epoch: z.int().min(1),
    examples: z.int().min(1),
    /** Wall time of the step alone, in seconds. */
    seconds: z.number().min(0),
    losses: lossesSchema,
    /** The values of the scheduled scalars, from the schedules or a person. */
    ...scalarNumbers,
    /** Global L2 norm before clipping; absent if clipping is off. */
    gradientNorm: z.number().optional(),
  }),
  z.object({
    type: z.literal('epoch-end'),
    time,
    step,
    epoch: z.int().min(1),
    /** Mean over the epoch's steps, each weighted by its examples. */
    train: lossesSchema,
    validation: lossesSchema.nullable(),
    /** Mean KL of each latent dimension on the validation data, in nats. */
    klPerDimension: z.array(z.number()).max(4096).optional(),
    /** The speed of the training steps alone, without validation and pictures. */
    examplesPerSecond: z.number().min(0),
    /**
     * The number that determines `best`, in nats; lower is better. It is reconstruction + beta * KL with the beta of
     * the run's end, so that epochs can be compared while beta changes. For an importance-weighted bound, it is minus
     * the bound. It uses validation data if there are any, and training data otherwise.
     */
    score: z.number().optional(),
    /** Whether this epoch has the lowest score so far. */
    best: z.boolean(),
  }),
  z.object({
    type: z.literal('sample'),
    time,
    step,
    kind: z.enum(['reconstructions', 'samples']),
    /** Path of the picture inside the run folder. */
    file: z.string().regex(/^samples\/[A-Za-z0-9._-]{1,100}$/u),
  }),
  z.object({
    type: z.literal('checkpoint'),
    time,
    step,
    /** Folder inside the run folder. */
    folder: z.string().regex(/^checkpoints\/[A-Za-z0-9._-]{1,100}$/u),
    best: z.boolean(),
  }),
  z.object({ type: z.literal('steer'), time, step, command: commandSchema }),
  z.object({
    type: z.literal('run-end'),
    time,
    step,
    reason: endReasonSchema,
    message: z.string().max(2000).optional(),
  }),
]);

/** An event of a run, checked. */
export type TrainingEvent = z.infer<typeof trainingEventSchema>;
/** The event of one type, such as `TrainingEventOf<'epoch-end'>`. */
export type TrainingEventOf<K extends TrainingEvent['type']> = Extract<TrainingEvent, { type: K }>;
