/**
 * The encoder's input in training, if it is not the item itself: a corrupted item (denoising), a smaller one
 * (super-resolution), a binary draw of it, which is then also the target, or a separate input of the dataset.
 */
import * as z from 'zod';

export const corruptionSchema = z.discriminatedUnion('kind', [
  /** x + N(mean, deviation^2). */
  z.strictObject({
    kind: z.literal('gaussian'),
    mean: z.number().min(-10).max(10).default(0),
    deviation: z.number().positive().max(10),
  }),
  /** A share `rate` of the pixels becomes 0 or 1, each with probability 1/2; all channels of a pixel together. */
  z.strictObject({ kind: z.literal('saltAndPepper'), rate: z.number().gt(0).max(1) }),
  /** `count` black squares with a side of `size` pixels, anywhere within the picture. */
  z.strictObject({
    kind: z.literal('maskBlocks'),
    count: z.int().min(1).max(16).default(1),
    size: z.int().min(1).max(4096),
  }),
  /** A Gaussian blur; deviation in pixels. At a strength s: x + s (blurred - x). */
  z.strictObject({ kind: z.literal('blur'), deviation: z.number().positive().max(64) }),
  /** x + x N(0, deviation^2). */
  z.strictObject({ kind: z.literal('speckle'), deviation: z.number().positive().max(10) }),
]);
z.globalRegistry.add(corruptionSchema, { title: 'corruption' });
export type CorruptionSpec = z.output<typeof corruptionSchema>;

export const inputSchema = z.discriminatedUnion('kind', [
  /** Corruptions applied one after the other, then clipped to 0..1 (Vincent et al. 2008). */
  z.strictObject({
    kind: z.literal('corrupted'),
    corruptions: z.array(corruptionSchema).min(1).max(8),
    /** `all` applies every corruption in turn; `one` draws one of them for each item. */
    apply: z.enum(['all', 'one']).default('all'),
    /** `item` draws once for each item and uses this draw in the whole training, so that a network can memorise it. Default `step`. */
    drawn: z.enum(['step', 'item']).optional(),
  }),
  /** Both sides reduced by `factor`. `pixel` draws one pixel of each window; `random` draws one of the three methods per item. */
  z.strictObject({
    kind: z.literal('reduced'),
    factor: z.literal([2, 4]),
    method: z.enum(['average', 'bicubic', 'pixel', 'random']).default('average'),
  }),
  /** Each pixel is a Bernoulli draw of its value, repeated at every step; the target is the draw (Salakhutdinov & Murray 2008). */
  z.strictObject({ kind: z.literal('binarized') }),
  /** A separate input that the dataset supplies for each item, such as drum hits without their loudness. */
  z.strictObject({
    kind: z.literal('given'),
    shape: z.array(z.int().min(1).max(16_384)).min(1).max(4),
  }),
]);
z.globalRegistry.add(inputSchema, { title: 'input' });
export type InputSpec = z.output<typeof inputSchema>;
