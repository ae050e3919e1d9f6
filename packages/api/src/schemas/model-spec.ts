/**
 * A model as plain data: an architecture, a bottleneck and an objective. A family is a name for such a combination, not
 * code of its own.
 */
import * as z from 'zod';
import { layerSchema } from './layers.js';

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/u, 'lower-case letters, digits, . _ -');

export const codecSpecSchema = z.strictObject({
  /** The codec's id, such as `image`. */
  id: name,
  /** Shape of one item: `[height, width, channels]` for an image. */
  shape: z.array(z.int().min(1).max(16_384)).min(1).max(4),
});
export type CodecSpec = z.infer<typeof codecSpecSchema>;

export const bottleneckSchema = z.discriminatedUnion('kind', [
  /** A plain code: the bottleneck of an autoencoder. */
  z.strictObject({
    kind: z.literal('point'),
    /** Numbers in the code. */
    size: z.int().min(1).max(4096),
    /** `dense` maps the encoder's features to the code; with `identity` the features are the code, in their shape. */
    head: z.enum(['dense', 'identity']).default('dense'),
  }),
  /** A diagonal Gaussian with mean and log variance heads; sampled in training (Kingma & Welling 2014). */
  z.strictObject({ kind: z.literal('gaussian'), size: z.int().min(1).max(4096) }),
]);
export type BottleneckSpec = z.output<typeof bottleneckSchema>;

export const likelihoodSchema = z.discriminatedUnion('kind', [
  /** Decoder gives logits. On grey values this is cross-entropy, no likelihood of them. */
  z.strictObject({ kind: z.literal('bernoulli') }),
  /** Decoder gives the mean; the constant term of the density is included, so that values are nats. */
  z.strictObject({
    kind: z.literal('gaussian'),
    variance: z.number().positive().max(100).default(1),
  }),
  /** Sum of squared errors; no density. */
  z.strictObject({ kind: z.literal('mse') }),
]);
export type LikelihoodSpec = z.output<typeof likelihoodSchema>;

export const objectiveSchema = z.strictObject({
  likelihood: likelihoodSchema,
  /**
   * Nats of KL that cost nothing (Kingma et al. 2016, section C.8): per latent dimension on the batch's mean, or on
   * the summed KL of each example (Roberts et al. 2018).
   */
  freeBits: z
    .strictObject({
      nats: z.number().min(0).max(1000),
      per: z.enum(['dimension', 'latent']).default('dimension'),
    })
    .optional(),
});
export type ObjectiveSpec = z.output<typeof objectiveSchema>;

export const modelSpecSchema = z.strictObject({
  name,
  family: z.enum(['ae', 'vae']),
  codec: codecSpecSchema,
  latentShape: z.array(z.int().min(1).max(4096)).min(1).max(3),
  architecture: z.strictObject({
    /** From the codec's shape to features; the bottleneck flattens them. */
    encoder: z.array(layerSchema).max(64),
    /** From the latent vector to the codec's shape. */
    decoder: z.array(layerSchema).min(1).max(64),
  }),
  bottleneck: bottleneckSchema,
  objective: objectiveSchema,
  /** What decoding is conditioned on; null for none. */
  condition: z.null().default(null),
});

/** Plain JSON that says all of a model but its weights. */
export type ModelSpec = z.output<typeof modelSpecSchema>;
export type ModelSpecInput = z.input<typeof modelSpecSchema>;
