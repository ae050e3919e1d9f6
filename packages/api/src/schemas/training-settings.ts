/**
 * How a model is trained, as plain data. Every schedule is a function of the step alone, so that a resumed run meets the
 * values that it would have met.
 */
import * as z from 'zod';

const rate = z.number().min(0).max(100);

export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), value: rate }),
  /** From `from` to `to` over the first `steps` steps (a run with fewer steps: over its first half), then `to`. */
  z.strictObject({
    kind: z.literal('linear'),
    from: rate,
    to: rate,
    steps: z.int().min(1).max(1e9),
  }),
  /** `from` times `decay^step`, not below `floor`. */
  z.strictObject({
    kind: z.literal('exponential'),
    from: rate,
    decay: z.number().gt(0).max(1),
    floor: rate.default(0),
  }),
  /**
   * Half a cosine from `from` to `to` over the run, after a linear rise of `warmupSteps`, at most a fifth of the run
   * (Loshchilov & Hutter 2017).
   */
  z.strictObject({
    kind: z.literal('cosine'),
    from: rate,
    to: rate.default(0),
    warmupSteps: z.int().min(0).max(1e9).default(0),
  }),
  /**
   * The run in `cycles` equal parts; in each a rise from `from` to `to` over its first share `rise`, then `to`
   * (Fu et al. 2019, equations 6 and 7, with their defaults).
   */
  z.strictObject({
    kind: z.literal('cyclical'),
    from: rate.default(0),
    to: rate.default(1),
    cycles: z.int().min(1).max(10_000).default(4),
    rise: z.number().gt(0).max(1).default(0.5),
  }),
  /** From `from` ever nearer to `to`: to + (from - to) decay^step, as MusicVAE's beta rises. */
  z.strictObject({
    kind: z.literal('approach'),
    from: rate.default(0),
    to: rate,
    decay: z.number().gt(0).lt(1),
  }),
  /** 1 - k / (k + exp(step / k)) with k = `rate`, from almost 0 to 1 (Bengio et al. 2015, section 2.4). */
  z.strictObject({ kind: z.literal('inverseSigmoid'), rate: z.number().min(1).max(1e9) }),
]);
z.globalRegistry.add(scheduleSchema, { title: 'schedule' });
export type Schedule = z.output<typeof scheduleSchema>;

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
  learningRate: scheduleSchema.prefault({ kind: 'constant', value: 1e-3 }),
  /** Weight of the KL term; `linear` is its warm-up. */
  beta: scheduleSchema.prefault({ kind: 'constant', value: 1 }),
  /** Nats of KL that the objective's `capacity` aims at (Burgess et al. 2018); only with such an objective. */
  capacity: scheduleSchema.optional(),
  /** Strength of the input's corruptions in training; 1, as they are declared, where absent. */
  corruption: scheduleSchema.optional(),
  /** Share of the weight of the objective's `matching`; 1 where absent. A rise lets a discriminator learn before it counts. */
  matching: scheduleSchema.optional(),
  /**
   * The chance that a sequence decoder is fed a draw of its own in the place of the true row before (scheduled sampling, Bengio
   * et al. 2015); 0, teacher forcing, where absent. Only with a `sequence` architecture whose decoder samples.
   */
  sampling: scheduleSchema.optional(),
  /** Gradients are scaled down to this global L2 norm; null leaves them. */
  clipNorm: z.number().positive().max(1e6).nullable().default(null),
  /** Stop after `patience` epochs without `minDelta` nats of gain on the validation total, and keep the best weights. */
  earlyStopping: z
    .strictObject({
      patience: z.int().min(1).max(10_000),
      minDelta: z.number().min(0).max(1e6).default(0),
    })
    .nullable()
    .default(null),
  /** Seed of initial weights, order and noise. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  checkpoint: z
    .strictObject({
      /** Steps between checkpoints; one is written at every epoch's end as well. */
      everySteps: z.int().min(1).max(1e9).default(500),
      /** How many of the newest are kept, beside the best. */
      keep: z.int().min(1).max(1000).default(3),
    })
    .prefault({}),
  /** Steps between pictures of reconstructions and samples. */
  sampleEverySteps: z.int().min(1).max(1e9).default(100),
});

export type TrainingSettings = z.output<typeof trainingSettingsSchema>;
export type TrainingSettingsInput = z.input<typeof trainingSettingsSchema>;
