/** The Kullback-Leibler divergence of the posterior from the prior, and the part of it that enters the objective. */
import * as tf from '@tensorflow/tfjs-core';
import type { ObjectiveSpec } from '@speil/api';
import type { LayerContext } from '../ops/context.js';
import type { Prior } from '../priors/prior.js';
import { logPosterior } from './importance.js';

/**
 * Computes KL(q(z | x) || p(z)) in nats: by the prior's closed form, `[batch, latent]`, or, if there is none, as an
 * estimate from one draw, `[batch, 1]`.
 *
 * @param z the posterior draw for the estimate, `[batch, latent]`. Default: the posterior's mean.
 */
export function posteriorKl(
  prior: Prior,
  { mean, logVariance }: { readonly mean: tf.Tensor; readonly logVariance: tf.Tensor },
  context: LayerContext,
  z: tf.Tensor = mean,
): tf.Tensor2D {
  if (prior.klFrom !== undefined) return prior.klFrom(mean, logVariance);
  const noise = tf.mul(tf.sub(z, mean), tf.exp(tf.mul(logVariance, -0.5)));
  const difference = tf.sub(logPosterior(noise, logVariance), prior.logProb(z, context));
  return tf.reshape(difference, [-1, 1]);
}

/**
 * Computes the KL that the objective charges: the mean over the batch, with free bits applied.
 *
 * @param kl `[batch, latent]`, nats.
 * @returns a scalar, in nats per item.
 */
export function chargedKl(kl: tf.Tensor2D, freeBits: ObjectiveSpec['freeBits']): tf.Scalar {
  if (freeBits === undefined || freeBits.nats === 0) return tf.mean(tf.sum(kl, 1));
  if (freeBits.per === 'dimension') {
    // Kingma et al. 2016, section C.8: the sum over dimensions of max(lambda, batch mean of KL).
    return tf.sum(tf.maximum(tf.mean(kl, 0), freeBits.nats));
  }
  // Roberts et al. 2018 (MusicVAE): max(KL - lambda, 0) of each item's summed KL.
  return tf.mean(tf.relu(tf.sub(tf.sum(kl, 1), freeBits.nats)));
}
