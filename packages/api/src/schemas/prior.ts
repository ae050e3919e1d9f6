/** The distribution of latents before any data. It is a setting of its own, apart from the bottleneck. */
import * as z from 'zod';

/** The distribution of latents before any data: standard normal, or a PixelCNN over indices. */
export const priorSchema = z.discriminatedUnion('kind', [
  /** The standard normal distribution N(0, I). */
  z.strictObject({ kind: z.literal('standardNormal') }),
  /**
   * An autoregressive model of a codebook's indices, trained together with the model: a PixelCNN of residual blocks
   * (van den Oord, Kalchbrenner & Kavukcuoglu 2016, section 3.3 and figure 5). For a `vq` or `fsq` bottleneck.
   */
  z.strictObject({
    kind: z.literal('pixelCnn'),
    /** Channels of its features. */
    filters: z.int().min(2).max(1024).default(64),
    /** Side of the first masked kernel, in positions. The masked kernels of the residual blocks have side 3. */
    kernelSize: z.literal([3, 5, 7]).default(5),
    /** Number of residual blocks. */
    blocks: z.int().min(0).max(16).default(3),
  }),
]);
z.globalRegistry.add(priorSchema, { title: 'prior' });
/** A prior with its settings, checked. */
export type PriorSpec = z.output<typeof priorSchema>;
