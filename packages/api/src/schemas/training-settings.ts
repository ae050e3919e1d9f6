/** Training settings as plain data. */
import * as z from 'zod';
import { scalarSchedules } from './scheduled-scalars.js';

const beta1 = z.number().min(0).lt(1).default(0.9);
const beta2 = z.number().min(0).lt(1).default(0.999);
const epsilon = z.number().positive().max(1);

export const optimizerSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('sgd') }),
  z.strictObject({
    name: z.literal('momentum'),
    momentum: z.number().min(0).lt(1).default(0.9),
    nesterov: z.boolean().default(false),
  }),
  z.strictObject({
    name: z.literal('rmsprop'),
    decay: z.number().min(0).lt(1).default(0.9),
    epsilon: epsilon.default(1e-7),
  }),
  z.strictObject({ name: z.literal('adam'), beta1, beta2, epsilon: epsilon.default(1e-8) }),
  z.strictObject({
    name: z.literal('adamw'),
    beta1,
    beta2,
    epsilon: epsilon.default(1e-8),
    weightDecay: z.number().min(0).max(10).default(0.01),
  }),
]);
z.globalRegistry.add(optimizerSchema, { title: 'optimiser' });
export type OptimizerSpec = z.output<typeof optimizerSchema>;

export const trainingSettingsSchema = z.strictObject({
  epochs: z.int().min(1).max(100_000),
  batchSize: z.int().min(1).max(65_536).default(128),
  optimizer: optimizerSchema.prefault({ name: 'adam' }),
  ...scalarSchedules,
  /** Gradients are scaled down to this global L2 norm; null does not clip. */
  clipNorm: z.number().positive().max(1e6).nullable().default(null),
  /** Stops after `patience` epochs without an improvement of `minDelta` nats of the validation total, and keeps the best weights. */
  earlyStopping: z
    .strictObject({
      patience: z.int().min(1).max(10_000),
      minDelta: z.number().min(0).max(1e6).default(0),
    })
    .nullable()
    .default(null),
  /** Seed of the initial weights, the order and the noise. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  checkpoint: z
    .strictObject({
      /** Steps between checkpoints; one is also written at the end of every epoch. */
      everySteps: z.int().min(1).max(1e9).default(500),
      /** Number of newest checkpoints that are kept, in addition to the best. */
      keep: z.int().min(1).max(1000).default(3),
    })
    .prefault({}),
  /** Steps between pictures of reconstructions and samples. */
  sampleEverySteps: z.int().min(1).max(1e9).default(100),
});

export type TrainingSettings = z.output<typeof trainingSettingsSchema>;
export type TrainingSettingsInput = z.input<typeof trainingSettingsSchema>;
