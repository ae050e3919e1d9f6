/**
 * How a scalar changes over a run: a function of the step and the length of the run, so that a resumed run has the same
 * values as an uninterrupted one.
 */
import * as z from 'zod';

const rate = z.number().min(0).max(100);

/** A number as a function of the step. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  /**
   * The same value at every step.
   *
   * @example { "kind": "constant", "value": 0.001 }
   */
  z.strictObject({
    kind: z.literal('constant'),
    /** The value. */
    value: rate,
  }),
  /**
   * Changes linearly from `from` to `to` over the first `steps` steps, and then stays. In a run with fewer steps, the
   * change takes the first half of the run, and the run reports that.
   *
   * @example { "kind": "linear", "from": 0, "to": 1, "steps": 500 }
   */
  z.strictObject({
    kind: z.literal('linear'),
    /** First value. */
    from: rate,
    /** Last value. */
    to: rate,
    /** Duration of the change, in training steps. */
    steps: z.int().min(1).max(1e9),
  }),
  /**
   * `from` times `decay^step`, not below `floor`.
   *
   * @example { "kind": "exponential", "from": 0.001, "decay": 0.9999, "floor": 0.00001 }
   */
  z.strictObject({
    kind: z.literal('exponential'),
    /** First value. */
    from: rate,
    /** Factor of each training step. */
    decay: z.number().gt(0).max(1),
    /** Lowest value. */
    floor: rate.default(0),
  }),
  /**
   * Rises linearly to `from` over `warmupSteps` steps (at most a fifth of the run), and then falls to `to` along half a
   * cosine over the rest of the run (Loshchilov & Hutter 2017).
   *
   * @example { "kind": "cosine", "from": 0.001, "warmupSteps": 200 }
   */
  z.strictObject({
    kind: z.literal('cosine'),
    /** Value after the rise. */
    from: rate,
    /** Last value. */
    to: rate.default(0),
    /** Duration of the rise, in training steps. */
    warmupSteps: z.int().min(0).max(1e9).default(0),
  }),
  /**
   * Divides the run into `cycles` equal parts. In each part, the value rises from `from` to `to` during the first share
   * `rise`, and then stays (Fu et al. 2019, equations 6 and 7, with their defaults).
   *
   * @example { "kind": "cyclical", "cycles": 4, "rise": 0.5 }
   */
  z.strictObject({
    kind: z.literal('cyclical'),
    /** Value at the beginning of each part. */
    from: rate.default(0),
    /** Value after each rise. */
    to: rate.default(1),
    /** Number of parts of the run. */
    cycles: z.int().min(1).max(10_000).default(4),
    /** Share of a part that the rise takes. */
    rise: z.number().gt(0).max(1).default(0.5),
  }),
  /**
   * Approaches `to` from `from`: to + (from - to) decay^step, as MusicVAE's beta rises.
   *
   * @example { "kind": "approach", "to": 0.2, "decay": 0.99999 }
   */
  z.strictObject({
    kind: z.literal('approach'),
    /** First value. */
    from: rate.default(0),
    /** The value that it approaches. */
    to: rate,
    /** Factor of the remaining distance at each training step. */
    decay: z.number().gt(0).lt(1),
  }),
  /**
   * Rises from almost 0 to 1 along a sigmoid: 1 - k / (k + exp(step / k)) with k = `rate`. The value is 1/2 after
   * k ln k steps. For MusicVAE's scheduled sampling (Bengio et al. 2015, section 2.4).
   *
   * @example { "kind": "inverseSigmoid", "rate": 1000 }
   */
  z.strictObject({
    kind: z.literal('inverseSigmoid'),
    /** The constant k, in training steps. With a larger k, the value rises later. */
    rate: z.number().min(1).max(1e9),
  }),
]);
z.globalRegistry.add(scheduleSchema, { title: 'schedule' });
/** A schedule, checked. */
export type Schedule = z.output<typeof scheduleSchema>;
