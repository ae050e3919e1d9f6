/** Training settings as plain data. */
import * as z from 'zod';
import { scalarSchedules } from './scalar-schemas.js';

/** Share of the moving average of gradients that each step keeps. */
const beta1 = z.number().min(0).lt(1).default(0.9);
/** Share of the moving average of squared gradients that each step keeps. */
const beta2 = z.number().min(0).lt(1).default(0.999);
/** Added to the root of the moving average, so that no step divides by zero. */
const epsilon = z.number().positive().max(1);

/** How gradients become steps. */
export const optimizerSchema = z.discriminatedUnion('name', [
  /** Gradient descent: each step subtracts the gradient times the learning rate. */
  z.strictObject({ name: z.literal('sgd') }),
  /** Gradient descent with momentum, in PyTorch's form (Polyak 1964; Sutskever et al. 2013). */
  z.strictObject({
    name: z.literal('momentum'),
    /** Share of the velocity that each step keeps. */
    momentum: z.number().min(0).lt(1).default(0.9),
    /** Nesterov's momentum, which looks one step ahead. */
    nesterov: z.boolean().default(false),
  }),
  /** RMSProp: the gradient divided by the root of its mean square (Tieleman & Hinton 2012). */
  z.strictObject({
    name: z.literal('rmsprop'),
    /** Share of the moving average of squared gradients that each step keeps. */
    decay: z.number().min(0).lt(1).default(0.9),
    epsilon: epsilon.default(1e-7),
  }),
  /** Adam (Kingma & Ba 2015). */
  z.strictObject({ name: z.literal('adam'), beta1, beta2, epsilon: epsilon.default(1e-8) }),
  /** Adam with decoupled weight decay (Loshchilov & Hutter 2019). */
  z.strictObject({
    name: z.literal('adamw'),
    beta1,
    beta2,
    epsilon: epsilon.default(1e-8),
    /** Each step also subtracts this times the learning rate times the weight. */
    weightDecay: z.number().min(0).max(10).default(0.01),
  }),
]);
z.globalRegistry.add(optimizerSchema, { title: 'optimiser' });
/** An optimiser with its settings, checked. */
export type OptimizerSpec = z.output<typeof optimizerSchema>;

/** How a model is trained: epochs, batches, optimiser, schedules. */
export const trainingSettingsSchema = z.strictObject({
  /** Number of times that training reads the dataset. */
  epochs: z.int().min(1).max(100_000),
  /** Items per training step. */
  batchSize: z.int().min(1).max(65_536).default(128),
  /** How a gradient changes the weights. */
  optimizer: optimizerSchema.prefault({ name: 'adam' }),
  ...scalarSchedules,
  /** Gradients with a larger global L2 norm are scaled down to this norm; null does not clip. */
  clipNorm: z.number().positive().max(1e6).nullable().default(null),
  /** Stops when the score of an epoch no longer improves, and keeps the best weights; null trains all epochs. */
  earlyStopping: z
    .strictObject({
      /** Number of epochs without an improvement after which training stops. */
      patience: z.int().min(1).max(10_000),
      /** An epoch is an improvement if its validation loss, with the final beta, falls by more than this, in nats. */
      minDelta: z.number().min(0).max(1e6).default(0),
    })
    .nullable()
    .default(null),
  /** Seed of the initial weights, the order and the noise. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  /** When checkpoints are written and how many are kept. */
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

/** Training settings, checked: defaults are filled in. */
export type TrainingSettings = z.output<typeof trainingSettingsSchema>;
/** Training settings as they are written: those with defaults may be absent. */
export type TrainingSettingsInput = z.input<typeof trainingSettingsSchema>;
