/**
 * The bound that an objective optimises: the evidence lower bound (Kingma & Welling 2014), with beta, free bits or a
 * capacity, or its importance-weighted form. Values are summed over dimensions and averaged over the batch.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { OptionalScalar } from '@speil/api';
import { drawLatent, type Autoencoder } from '../autoencoder/autoencoder.js';
import { posteriorNoise } from '../model-spec/model.js';
import type { EncodedBatch } from '../networks/encoded.js';
import type { LayerContext } from '../ops/context.js';
import { logMeanExp, logPosterior } from './importance.js';
import { chargedKl, posteriorKl } from './kl.js';

/** The scalars of a step. `scalar` knows only the names that the model declares. */
export interface ObjectiveScalars {
  /** Weight of the KL term. */
  readonly beta: tf.Scalar;
  /** The value of another scheduled scalar. */
  scalar(name: OptionalScalar): tf.Scalar;
}

/** The target of the decoder, `[batch, ...codec shape]`, and its condition, `[batch, width]`. */
export interface BoundTarget {
  readonly target: tf.Tensor;
  readonly condition: tf.Tensor | undefined;
}

/** Scalars, in nats per item. */
export interface Bound {
  readonly total: tf.Scalar;
  readonly reconstruction: tf.Scalar;
  /** The whole KL, including free bits; 0 without a Gaussian bottleneck. */
  readonly kl: tf.Scalar;
  /** The latents that were decoded, `[batch, ...latentShape]`. With several draws per item, the posterior means. */
  readonly latents: tf.Tensor;
  readonly extras: Readonly<Record<string, tf.Scalar>>;
}

export function computeBound(
  model: Autoencoder,
  encoded: EncodedBatch,
  { target, condition }: BoundTarget,
  scalars: ObjectiveScalars,
  context: LayerContext,
): Bound {
  const { freeBits, capacity, reproduceError, importanceSamples = 1 } = model.spec.objective;
  if (importanceSamples > 1)
    return weightedBound(model, encoded, { target, condition }, scalars, context);
  const latents = drawLatent(encoded, () => context.noise(posteriorNoise));
  const output =
    encoded.quantized === undefined
      ? model.decode(latents, context, { condition, target })
      : model.decodeVectors(encoded.quantized.vectors, context);
  const reconstruction = tf.mean<tf.Scalar>(
    model.likelihood.negativeLogLikelihood(target, output, context),
  );
  const { mean, logVariance } = encoded;
  if (logVariance === undefined) {
    return { total: reconstruction, reconstruction, kl: tf.scalar(0), latents, extras: {} };
  }
  const prior = model.prior!;
  const perDimension = posteriorKl(prior, { mean, logVariance }, context, latents);
  const kl = tf.mean<tf.Scalar>(tf.sum(perDimension, 1));
  const misread =
    reproduceError === undefined ? undefined : prior.klFrom!(mean, tf.div(logVariance, 2));
  // With a capacity, equation 8 of Burgess et al. 2018 replaces beta KL.
  const charged =
    capacity === undefined
      ? tf.mul(scalars.beta, chargedKl(misread ?? perDimension, freeBits))
      : tf.mul(tf.abs(tf.sub(kl, scalars.scalar('capacity'))), capacity.gamma);
  return {
    total: tf.add<tf.Scalar>(reconstruction, charged),
    reconstruction,
    kl,
    latents,
    extras: misread === undefined ? {} : { misreadKl: tf.mean<tf.Scalar>(tf.sum(misread, 1)) },
  };
}

/**
 * The bound with k draws per item: ln of the mean of their weights (IWAE, Burda, Grosse & Salakhutdinov 2016). Beta is
 * the weight of ln p(z) - ln q(z | x); the actual bound has a beta of 1.
 */
function weightedBound(
  model: Autoencoder,
  { mean, logVariance }: EncodedBatch,
  { target, condition }: BoundTarget,
  { beta }: ObjectiveScalars,
  context: LayerContext,
): Bound {
  const { importanceSamples: k = 1 } = model.spec.objective;
  const prior = model.prior!;
  const [batch, latent] = mean.shape as [number, number];
  const repeat = (x: tf.Tensor): tf.Tensor => {
    const [rows, ...shape] = x.shape as [number, ...number[]];
    const width = shape.reduce((a, b) => a * b, 1);
    return tf.reshape(tf.tile(tf.reshape(x, [rows, 1, width]), [1, k, 1]), [rows * k, ...shape]);
  };
  const draws = { mean: repeat(mean), logVariance: repeat(logVariance!) };
  const noise = tf.reshape(context.noise(posteriorNoise), [batch * k, latent]);
  const z = drawLatent(draws, () => noise);
  const targets = repeat(target);
  const inputs = { condition: condition && repeat(condition), target: targets };
  const output = model.decode(z, context, inputs);
  const negative = model.likelihood.negativeLogLikelihood(targets, output, context);
  const logRatio = tf.sub(prior.logProb(z, context), logPosterior(noise, draws.logVariance));
  const weights = tf.reshape(tf.sub(tf.mul(logRatio, beta), negative), [batch, k]);
  const bound = logMeanExp(weights as tf.Tensor2D);
  const total = tf.neg(tf.mean<tf.Scalar>(bound));
  const kl = posteriorKl(prior, { mean, logVariance: logVariance! }, context);
  return {
    total,
    reconstruction: tf.mean(negative),
    kl: tf.mean(tf.sum(kl, 1)),
    latents: mean,
    extras: { bound: tf.neg<tf.Scalar>(total) },
  };
}
