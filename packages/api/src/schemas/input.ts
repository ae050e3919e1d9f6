/**
 * What the encoder sees in training in the place of the item: a corrupted one (denoising), a smaller one
 * (super-resolution), a binary draw of it, which is then the target as well, or what the dataset gives beside it.
 */
import * as z from 'zod';

export const corruptionSchema = z.discriminatedUnion('kind', [
  /** x + N(mean, deviation^2). */
  z.strictObject({
    kind: z.literal('gaussian'),
    mean: z.number().min(-10).max(10).default(0),
    deviation: z.number().positive().max(10),
  }),
  /** A share `rate` of the pixels becomes 0 or 1, either half of the time; all channels of a pixel together. */
  z.strictObject({ kind: z.literal('saltAndPepper'), rate: z.number().gt(0).max(1) }),
  /** `count` black squares of `size` pixels a side, anywhere within the picture. */
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
  /** One after the other, then clipped to 0..1 (Vincent et al. 2008). */
  z.strictObject({
    kind: z.literal('corrupted'),
    corruptions: z.array(corruptionSchema).min(1).max(8),
    /** `all` in turn, or for each item `one` of them, drawn. */
    apply: z.enum(['all', 'one']).default('all'),
    /** `item` keeps the first draw of each item for the whole training, which can then learn it by heart; `step` where absent. */
    drawn: z.enum(['step', 'item']).optional(),
  }),
  /** Both sides smaller by `factor`. `pixel` takes one pixel of each window, drawn; `random` draws one of the three an item. */
  z.strictObject({
    kind: z.literal('reduced'),
    factor: z.literal([2, 4]),
    method: z.enum(['average', 'bicubic', 'pixel', 'random']).default('average'),
  }),
  /** Each pixel a Bernoulli draw of its value, anew every step; the target is the draw (Salakhutdinov & Murray 2008). */
  z.strictObject({ kind: z.literal('binarized') }),
  /** Rows of its own, which the dataset gives beside each item, such as the hits without their loudness. */
  z.strictObject({
    kind: z.literal('given'),
    shape: z.array(z.int().min(1).max(16_384)).min(1).max(4),
  }),
]);
z.globalRegistry.add(inputSchema, { title: 'input' });
export type InputSpec = z.output<typeof inputSchema>;
