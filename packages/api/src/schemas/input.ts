/**
 * The encoder's input in training, if it is not the item itself: a corrupted item (denoising), a smaller one
 * (super-resolution), a binary draw of it, which is then also the target, or a separate input of the dataset.
 */
import * as z from 'zod';

/** A corruption of the encoder's input, for a model that learns to remove it. */
export const corruptionSchema = z.discriminatedUnion('kind', [
  /** Adds noise: x + N(mean, deviation^2). */
  z.strictObject({
    kind: z.literal('gaussian'),
    /** Mean of the noise; values of a picture are in 0..1. */
    mean: z.number().min(-10).max(10).default(0),
    /** Standard deviation of the noise. */
    deviation: z.number().positive().max(10),
  }),
  /** Makes some pixels 0 or 1, each with probability 1/2. All channels of a pixel change together. */
  z.strictObject({
    kind: z.literal('saltAndPepper'),
    /** Share of the pixels that change. */
    rate: z.number().gt(0).max(1),
  }),
  /** Makes squares black, anywhere within the picture. At a strength s, each square exists with probability s. */
  z.strictObject({
    kind: z.literal('maskBlocks'),
    /** Number of squares. */
    count: z.int().min(1).max(16).default(1),
    /** Side of a square, in pixels. */
    size: z.int().min(1).max(4096),
  }),
  /** A Gaussian blur. At a strength s: x + s (blurred - x). */
  z.strictObject({
    kind: z.literal('blur'),
    /** Standard deviation of the blur, in pixels. */
    deviation: z.number().positive().max(64),
  }),
  /** Noise in proportion to the value: x + x N(0, deviation^2). */
  z.strictObject({
    kind: z.literal('speckle'),
    /** Standard deviation of the noise, as a share of the value. */
    deviation: z.number().positive().max(10),
  }),
]);
z.globalRegistry.add(corruptionSchema, { title: 'corruption' });
/** A corruption with its settings, checked. */
export type CorruptionSpec = z.output<typeof corruptionSchema>;

/** What the encoder reads in place of the item: a corrupted, reduced or binarised one, or the dataset's. */
export const inputSchema = z.discriminatedUnion('kind', [
  /** A corrupted item, clipped to 0..1; the target is the item itself (Vincent et al. 2008). */
  z.strictObject({
    kind: z.literal('corrupted'),
    /** What degrades the item, in order. */
    corruptions: z.array(corruptionSchema).min(1).max(8),
    /** `all` applies every corruption in turn; `one` draws one of them for each item. */
    apply: z.enum(['all', 'one']).default('all'),
    /**
     * `step` (the default) draws again at every step. `item` draws once for each item and uses this draw in the whole
     * training, so that a network can memorise it.
     */
    drawn: z.enum(['step', 'item']).optional(),
  }),
  /** A smaller picture; the target is the picture itself (super-resolution). */
  z.strictObject({
    kind: z.literal('reduced'),
    /** Both sides are divided by this number. */
    factor: z.literal([2, 4]),
    /** How the picture is reduced: `pixel` draws a pixel of each window; `random` draws one of the three methods. */
    method: z.enum(['average', 'bicubic', 'pixel', 'random']).default('average'),
  }),
  /**
   * Each pixel is 1 with its value as the probability, drawn again at every step. The target is the same draw
   * (Salakhutdinov & Murray 2008).
   */
  z.strictObject({ kind: z.literal('binarized') }),
  /** A separate input that the dataset supplies for each item, such as drum hits without their loudness. */
  z.strictObject({
    kind: z.literal('given'),
    /** Shape of one input. */
    shape: z.array(z.int().min(1).max(16_384)).min(1).max(4),
  }),
]);
z.globalRegistry.add(inputSchema, { title: 'input' });
/** The encoder's input, checked. */
export type InputSpec = z.output<typeof inputSchema>;
