/**
 * What training descends: a likelihood of the item given its code, and what is charged for the code.
 */
import * as z from 'zod';
import { plainLayerSchema } from './layers.js';

export const likelihoodSchema = z.discriminatedUnion('kind', [
  /** Decoder gives logits. On grey values this is cross-entropy, no likelihood of them. */
  z.strictObject({ kind: z.literal('bernoulli') }),
  /** Decoder gives the mean; the constant term of the density is included, so that values are nats. */
  z.strictObject({
    kind: z.literal('gaussian'),
    /** `learned`: one number for all, trained along (sigma-VAE, Rybkin, Daniilidis & Levine 2021). */
    variance: z.union([z.number().positive().max(100), z.literal('learned')]).default(1),
  }),
  /** Decoder gives logits; a density on [0, 1], with its normalising constant (Loaiza-Ganem & Cunningham 2019). */
  z.strictObject({ kind: z.literal('continuousBernoulli') }),
  /**
   * Decoder gives means. The mass of a logistic distribution on each of the 256 levels of a byte, its scale learned
   * (Kingma et al. 2016; Salimans et al. 2017, equation 2).
   */
  z.strictObject({ kind: z.literal('discretizedLogistic') }),
  /**
   * Decoder gives logits. One of several at each place, one-hot over the last axis; with `parts` one in each of its parts, whose
   * sizes add up to it.
   */
  z.strictObject({
    kind: z.literal('categorical'),
    parts: z.array(z.int().min(1).max(65_536)).min(1).max(64).optional(),
  }),
  /**
   * Thirds of the last axis: logits of hits, then, before their sigmoid and tanh, velocities in 0..1 and offsets in -1..1 by
   * squared errors (GrooVAE, Gillick et al. 2019, section 4.2); no density.
   */
  z.strictObject({ kind: z.literal('groove') }),
  /** Sum of squared errors; no density. */
  z.strictObject({ kind: z.literal('mse') }),
]);
z.globalRegistry.add(likelihoodSchema, { title: 'likelihood' });
export type LikelihoodSpec = z.output<typeof likelihoodSchema>;

/** A charge on the code of a plain autoencoder. */
export const sparsitySchema = z.discriminatedUnion('kind', [
  /** `weight` times the sum of absolute values, as Keras' activity regulariser; our reconstruction is a sum over pixels. */
  z.strictObject({ kind: z.literal('l1'), weight: z.number().positive().max(1e6) }),
  /** `weight` times the sum over units of KL(target || mean activation of the batch) (Ng 2011, section 3); latents in 0..1. */
  z.strictObject({
    kind: z.literal('kl'),
    target: z.number().gt(0).lt(1),
    weight: z.number().positive().max(1e6),
  }),
]);
z.globalRegistry.add(sparsitySchema, { title: 'sparsity' });
export type SparsitySpec = z.output<typeof sparsitySchema>;

/** What draws the latents of all data together to the standard normal. */
export const priorMatchingSchema = z.discriminatedUnion('kind', [
  /**
   * Maximum mean discrepancy with inverse multiquadratic kernels (WAE-MMD, Tolstikhin et al. 2018, algorithm 2). With a
   * gaussian bottleneck it is InfoVAE (Zhao et al. 2019), whose weight of the KL, 1 - alpha, is the training's beta.
   */
  z.strictObject({
    kind: z.literal('mmd'),
    weight: z.number().positive().max(1e6),
    /** Kernels C / (C + squared distance), C = 2 latent scale, summed over these scales (the authors' code). */
    scales: z
      .array(z.number().positive().max(1e4))
      .min(1)
      .max(16)
      .default([0.1, 0.2, 0.5, 1, 2, 5, 10]),
  }),
  /** A discriminator that tells latents from draws of the prior, and an encoder that deceives it (AAE, Makhzani et al. 2015). */
  z.strictObject({
    kind: z.literal('adversarial'),
    /** Of the encoder's part; the discriminator's own loss has weight 1. */
    weight: z.number().positive().max(1e6).default(1),
    /**
     * Steps of the discriminator, as a multiple of the model's; 1 where absent. More lets it follow the latents (two time scales,
     * Heusel et al. 2017); with 0 it never learns.
     */
    discriminatorRate: z.number().min(0).max(100).optional(),
    /** From the latent vector to one logit. */
    layers: z.array(plainLayerSchema).min(1).max(16),
  }),
]);
z.globalRegistry.add(priorMatchingSchema, { title: 'priorMatching' });
export type PriorMatchingSpec = z.output<typeof priorMatchingSchema>;

/**
 * A head on the code that learns each item's class beside the reconstruction (a supervised autoencoder, Le, Patterson &
 * White 2018): the encoder becomes a classifier's features.
 */
export const supervisionSchema = z.strictObject({
  classes: z.int().min(2).max(1000),
  /** Of the cross-entropy in nats an item, beside a reconstruction in nats an item. */
  weight: z.number().positive().max(1e6),
  /** From the latent vector to a logit a class. */
  layers: z.array(plainLayerSchema).min(1).max(16),
});
export type SupervisionSpec = z.output<typeof supervisionSchema>;

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
  /** `gamma` |KL - C| in the place of beta KL, C by the training's `capacity` schedule (Burgess et al. 2018, equation 8). */
  capacity: z.strictObject({ gamma: z.number().positive().max(1e6) }).optional(),
  /**
   * Reproduces a published notebook's mistake, to show what it does: the KL reads `logVariance` as the logarithm of a squared
   * deviation where the draw reads it as that of the deviation. Losses and evaluations still report the true KL.
   */
  reproduceError: z.literal('varianceReadAsDeviation').optional(),
  /** Draws an item, whose mean weight is the bound; 1, the ELBO, where absent (IWAE, Burda, Grosse & Salakhutdinov 2016). */
  importanceSamples: z.int().min(1).max(1000).optional(),
  sparsity: sparsitySchema.optional(),
  priorMatching: priorMatchingSchema.optional(),
  supervision: supervisionSchema.optional(),
});
export type ObjectiveSpec = z.output<typeof objectiveSchema>;
