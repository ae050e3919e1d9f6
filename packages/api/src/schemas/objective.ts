/**
 * The objective that training minimises: the negative log likelihood of the item given its latent, and penalties on the
 * latent.
 */
import * as z from 'zod';
import { plainLayerSchema } from './layers.js';

/** p(x | z), which turns the decoder's raw output into nats, a mean and draws. */
export const likelihoodSchema = z.discriminatedUnion('kind', [
  /** The decoder gives logits. On grey values this is a cross-entropy, not a likelihood. */
  z.strictObject({ kind: z.literal('bernoulli') }),
  /** The decoder gives the mean. The constant term of the density is included, so that values are in nats. */
  z.strictObject({
    kind: z.literal('gaussian'),
    /**
     * The variance of the density: a fixed value, or `learned`, one trained value for all dimensions that starts at 1
     * (sigma-VAE, Rybkin, Daniilidis & Levine 2021). With `learnedFrom` it starts at that value and its logarithm is
     * trained ten times as fast, so that a short run reaches its optimum.
     */
    variance: z
      .union([
        z.number().positive().max(100),
        z.literal('learned'),
        z.strictObject({
          /** The value that a learned variance starts at. */
          learnedFrom: z.number().positive().max(100),
        }),
      ])
      .default(1),
  }),
  /** The decoder gives logits. A density on [0, 1], with its normalising constant (Loaiza-Ganem & Cunningham 2019). */
  z.strictObject({ kind: z.literal('continuousBernoulli') }),
  /**
   * The decoder gives means. Each of the 256 levels of a byte has its mass in a logistic distribution with a learned
   * scale (Kingma et al. 2016; Salimans et al. 2017, equation 2).
   */
  z.strictObject({ kind: z.literal('discretizedLogistic') }),
  /**
   * The decoder gives logits. Each position has one of several classes, one-hot over the last axis; with `parts`, it
   * has one class in each part of the last axis.
   */
  z.strictObject({
    kind: z.literal('categorical'),
    /** Sizes of the parts, which sum to the length of the last axis. */
    parts: z.array(z.int().min(1).max(65_536)).min(1).max(64).optional(),
  }),
  /**
   * The last axis has three equal parts: logits of hits, velocities in 0..1 before a sigmoid, and offsets in -1..1
   * before a tanh. Velocities and offsets have squared errors (GrooVAE, Gillick et al. 2019, section 4.2). Not a
   * density.
   */
  z.strictObject({ kind: z.literal('groove') }),
  /** Sum of squared errors. Not a density. */
  z.strictObject({ kind: z.literal('mse') }),
]);
z.globalRegistry.add(likelihoodSchema, { title: 'likelihood' });
/** A likelihood with its settings, checked. */
export type LikelihoodSpec = z.output<typeof likelihoodSchema>;

/** A penalty on latents that are not sparse, for a plain autoencoder. */
export const sparsitySchema = z.discriminatedUnion('kind', [
  /**
   * `weight` times the sum of absolute values, like the activity regulariser of Keras; the reconstruction here is a sum
   * over pixels.
   */
  z.strictObject({
    kind: z.literal('l1'),
    /** Factor of the sum of absolute values. */
    weight: z.number().positive().max(1e6),
  }),
  /**
   * `weight` times the sum over units of KL(target || mean activation of the batch) (Ng 2011, section 3); latents in
   * 0..1.
   */
  z.strictObject({
    kind: z.literal('kl'),
    /** The mean activation towards which the penalty pulls each unit. */
    target: z.number().gt(0).lt(1),
    /** Factor of the KL. */
    weight: z.number().positive().max(1e6),
  }),
]);
z.globalRegistry.add(sparsitySchema, { title: 'sparsity' });
/** A sparsity penalty, checked. */
export type SparsitySpec = z.output<typeof sparsitySchema>;

/** A penalty that matches the distribution of the latents of all data to the standard normal. */
export const priorMatchingSchema = z.discriminatedUnion('kind', [
  /**
   * Maximum mean discrepancy with inverse multiquadratic kernels (WAE-MMD, Tolstikhin et al. 2018, algorithm 2). With a
   * gaussian bottleneck this is InfoVAE (Zhao et al. 2019), whose weight of the KL, 1 - alpha, is the training's beta.
   */
  z.strictObject({
    kind: z.literal('mmd'),
    /** Factor of the discrepancy. */
    weight: z.number().positive().max(1e6),
    /**
     * Kernels C / (C + squared distance) with C = 2 x (latent dimensions) x scale, summed over these scales (the
     * authors' code).
     */
    scales: z
      .array(z.number().positive().max(1e4))
      .min(1)
      .max(16)
      .default([0.1, 0.2, 0.5, 1, 2, 5, 10]),
  }),
  /**
   * A discriminator that distinguishes latents from samples of the prior, and an encoder that fools it (AAE, Makhzani
   * et al. 2015).
   */
  z.strictObject({
    kind: z.literal('adversarial'),
    /** Weight of the encoder's part; the discriminator's own loss has weight 1. */
    weight: z.number().positive().max(1e6).default(1),
    /**
     * Step size of the discriminator, as a multiple of the model's; 1 if it is left out. A larger value lets it follow
     * the latents (two time scales, Heusel et al. 2017); with 0 it never learns.
     */
    discriminatorRate: z.number().min(0).max(100).optional(),
    /** Layers of the discriminator, from the latent vector to one logit. */
    layers: z.array(plainLayerSchema).min(1).max(16),
  }),
]);
z.globalRegistry.add(priorMatchingSchema, { title: 'priorMatching' });
/** A penalty that moves the aggregated posterior to the prior, checked. */
export type PriorMatchingSpec = z.output<typeof priorMatchingSchema>;

/**
 * A head on the latent that learns each item's class together with the reconstruction (a supervised autoencoder, Le,
 * Patterson & White 2018): the encoder then computes the features of a classifier.
 */
export const supervisionSchema = z.strictObject({
  /** Number of classes. */
  classes: z.int().min(2).max(1000),
  /** Factor of the cross-entropy; both it and the reconstruction are in nats per item. */
  weight: z.number().positive().max(1e6),
  /** Layers of the head, from the latent vector to one logit per class. */
  layers: z.array(plainLayerSchema).min(1).max(16),
});
/** A classifier on the latents, checked. */
export type SupervisionSpec = z.output<typeof supervisionSchema>;

/** What training minimises: the likelihood and its bound, and weighted penalties. */
export const objectiveSchema = z.strictObject({
  /** p(x | z): how the decoder's output is compared with the item. */
  likelihood: likelihoodSchema,
  /**
   * A part of the KL that costs nothing (Kingma et al. 2016, section C.8).
   */
  freeBits: z
    .strictObject({
      /** The KL without cost, in nats. */
      nats: z.number().min(0).max(1000),
      /**
       * `dimension`: for each latent dimension, on the batch's mean; `latent`: on the summed KL of each item
       * (Roberts et al. 2018).
       */
      per: z.enum(['dimension', 'latent']).default('dimension'),
    })
    .optional(),
  /**
   * `gamma` |KL - C| in place of beta KL; the training's `capacity` schedule gives C (Burgess et al. 2018, equation
   * 8).
   */
  capacity: z
    .strictObject({
      /** Factor of the distance between the KL and the capacity. */
      gamma: z.number().positive().max(1e6),
    })
    .optional(),
  /**
   * Reproduces an error of a published notebook, to show its effect: the KL reads `logVariance` as the logarithm of the
   * variance, and the draw reads it as the logarithm of the standard deviation. Losses and evaluations still report the
   * true KL.
   */
  reproduceError: z.literal('varianceReadAsDeviation').optional(),
  /**
   * Number of draws per item, whose mean weight gives the bound (IWAE, Burda, Grosse & Salakhutdinov 2016); 1, the
   * ELBO, if it is left out.
   */
  importanceSamples: z.int().min(1).max(1000).optional(),
  sparsity: sparsitySchema.optional(),
  priorMatching: priorMatchingSchema.optional(),
  supervision: supervisionSchema.optional(),
});
/** An objective, checked. */
export type ObjectiveSpec = z.output<typeof objectiveSchema>;
