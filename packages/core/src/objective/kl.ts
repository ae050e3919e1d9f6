/**
 * The Kullback-Leibler divergence of a diagonal Gaussian from the standard normal.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ObjectiveSpec } from '@speil/api';

/**
 * KL(N(mean, exp(logVariance)) || N(0, 1)) of each dimension (Kingma & Welling 2014, appendix B):
 * (mean^2 + variance - 1 - ln variance) / 2.
 *
 * @param mean,logVariance `[batch, latent]`.
 * @returns `[batch, latent]`, nats.
 */
export function klPerDimension(mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor2D {
  const excess = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
  return tf.mul<tf.Tensor2D>(excess, 0.5);
}

/**
 * The KL term that the objective charges for: the batch's mean, less what is free.
 *
 * @param kl `[batch, latent]`, nats.
 * @returns a scalar, nats an item.
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
