/**
 * What a benchmark and its runners say to each other: a runner tells when it is ready, is asked for steps, and answers. Ours
 * speak it over IPC, those in other languages as a JSON object a line; nobody's word is taken unread.
 */
import * as z from 'zod';

const failure = z.object({
  /** Why it cannot, in one line. */
  error: z.string(),
});
export type Failure = z.infer<typeof failure>;

/** A runner's first word. */
export const readySchema = z.union([
  z.object({
    ready: z.literal(true),
    /** Milliseconds of the first step, what it compiles included. */
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
    /** Processor time of the process over time on the clock: how many threads were at work. */
    cpuOverWall: z.number().nonnegative(),
  }),
  failure,
]);
export type Answer = z.infer<typeof answerSchema>;
