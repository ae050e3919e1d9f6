/** How a scalar changes over a run: a function of the step alone, so that a resumed run has the same values as an uninterrupted one. */
import * as z from 'zod';

const rate = z.number().min(0).max(100);

export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), value: rate }),
  /**
   * Linear from `from` to `to` over the first `steps` steps (over the first half of a run with fewer steps), then `to`.
   */
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
   * The run has `cycles` equal parts; in each part a rise from `from` to `to` over its first share `rise`, then `to`
   * (Fu et al. 2019, equations 6 and 7, with their defaults).
   */
  z.strictObject({
    kind: z.literal('cyclical'),
    from: rate.default(0),
    to: rate.default(1),
    cycles: z.int().min(1).max(10_000).default(4),
    rise: z.number().gt(0).max(1).default(0.5),
  }),
  /** Approaches `to` from `from`: to + (from - to) decay^step, as MusicVAE's beta rises. */
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
