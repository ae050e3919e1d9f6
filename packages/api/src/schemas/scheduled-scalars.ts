/**
 * The numbers that a schedule gives to each training step, in one table: settings, the step's inputs, events,
 * TensorBoard, `--set` and the dashboard are derived from it. To add one, add a row here and the code that uses it.
 */

/** A number that a schedule gives to each step, as the table describes it. */
export interface ScheduledScalar {
  /** Name for the user. */
  readonly title: string;
  /** Name for a narrow screen. */
  readonly short: string;
  /** What it is measured in: nats, a factor without a unit, or a probability. */
  readonly unit: 'nats' | 'factor' | 'probability';
  /** Its value if a run's settings have no schedule for it. */
  readonly default: number;
  /** Whether every model has it. If not, only models whose spec asks for it have it. */
  readonly always: boolean;
  /** Which models have it, in words. */
  readonly appliesTo: string;
  /** Whether a person may change it while a run trains. */
  readonly steerable: boolean;
}

/** All scheduled scalars. Settings, events, TensorBoard, `--set` and the dashboard are derived from this table. */
export const scheduledScalars = {
  /** The learning rate of the optimiser. */
  learningRate: {
    title: 'learning rate',
    short: 'lr',
    unit: 'factor',
    default: 1e-3,
    always: true,
    appliesTo: 'every model',
    steerable: true,
  },
  /** The weight of the KL term; a `linear` schedule is its warm-up. */
  beta: {
    title: 'beta',
    short: 'beta',
    unit: 'factor',
    default: 1,
    always: true,
    appliesTo: 'every model; without effect if there is no KL',
    steerable: true,
  },
  /** The KL that the objective aims at (Burgess et al. 2018). */
  capacity: {
    title: 'capacity',
    short: 'capacity',
    unit: 'nats',
    default: 0,
    always: false,
    appliesTo: 'an objective with `capacity`',
    steerable: false,
  },
  /** The strength of the input's corruptions in training; 1 applies them as declared. */
  corruption: {
    title: 'corruption',
    short: 'corruption',
    unit: 'factor',
    default: 1,
    always: false,
    appliesTo: 'a `corrupted` input',
    steerable: false,
  },
  /**
   * A factor of the weight of prior matching. A rising schedule lets a discriminator learn before the encoder must fool
   * it.
   */
  priorMatching: {
    title: 'prior matching',
    short: 'matching',
    unit: 'factor',
    default: 1,
    always: false,
    appliesTo: 'an objective with `priorMatching`',
    steerable: false,
  },
  /**
   * The probability that a sequence decoder is fed its own draw in place of the true previous row (scheduled sampling,
   * Bengio et al. 2015); 0 is teacher forcing.
   */
  scheduledSampling: {
    title: 'scheduled sampling',
    short: 'sampling',
    unit: 'probability',
    default: 0,
    always: false,
    appliesTo: 'a `sequence` architecture with `samples`',
    steerable: false,
  },
} as const satisfies Readonly<Record<string, ScheduledScalar>>;

/** The table as a type. */
export type ScalarTable = typeof scheduledScalars;
/** The name of a scheduled scalar. */
export type ScalarName = keyof ScalarTable;
/** Scalars that only some models have. */
export type OptionalScalar = {
  [K in ScalarName]: ScalarTable[K]['always'] extends true ? never : K;
}[ScalarName];
/** Scalars that every model has. */
export type RequiredScalar = Exclude<ScalarName, OptionalScalar>;
/** Scalars that a person may change while a run trains. */
export type SteerableScalar = {
  [K in ScalarName]: ScalarTable[K]['steerable'] extends true ? K : never;
}[ScalarName];

/** The names of all scheduled scalars, in the order of the table. */
export const scalarNames = Object.keys(scheduledScalars) as readonly ScalarName[];
/** The names of the scalars that a person may change while a run trains. */
export const steerableScalars = scalarNames.filter(
  (name): name is SteerableScalar => scheduledScalars[name].steerable,
);

/** A value for each scalar that a step has. */
export type ScalarValues = Readonly<Record<RequiredScalar, number>> &
  Readonly<Partial<Record<OptionalScalar, number>>>;
