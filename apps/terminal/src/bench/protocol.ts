/**
 * The protocol between a benchmark and its runners: a runner reports that it is ready, is asked for steps, and answers.
 * Our own runners use IPC; those in other languages use one JSON object per line. Every message is validated.
 */
import * as z from 'zod';

const failure = z.object({
  /** Why the runner failed, in one line. */
  error: z.string(),
});
export type Failure = z.infer<typeof failure>;

/** A runner's first message. */
export const readySchema = z.union([
  z.object({
    ready: z.literal(true),
    /** Milliseconds of the first step, including compilation. */
    firstMilliseconds: z.number().nonnegative().optional(),
  }),
  failure,
]);
export type Ready = z.infer<typeof readySchema>;

export const askSchema = z.object({ steps: z.int().min(1) });
export type Ask = z.infer<typeof askSchema>;

export const answerSchema = z.union([
  z.object({
    /** Milliseconds of each step. */
    times: z.array(z.number().nonnegative()).min(1),
    /** Processor time of the process divided by wall time: the number of threads at work. */
    cpuOverWall: z.number().nonnegative(),
    /** The largest resident memory of the process so far, in bytes; without its compiler, which is another process. */
    peakBytes: z.number().nonnegative().optional(),
  }),
  failure,
]);
export type Answer = z.infer<typeof answerSchema>;
