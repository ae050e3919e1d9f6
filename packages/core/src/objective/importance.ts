/** The importance-weighted bound (IWAE, Burda, Grosse & Salakhutdinov 2016). */
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../ops/stop-gradient.js';
import { sumPerItem } from '../likelihoods/likelihood.js';

/**
 * ln p(z) - ln q(z | x) of each draw z = mean + sigma noise: sum (-z^2 + noise^2 + ln variance) / 2, for the constants of both
 * normals cancel.
 *
 * @param z,noise,logVariance `[draws, latent]`. @returns `[draws]`, nats.
 */
export function logPriorRatio(z: tf.Tensor, noise: tf.Tensor, logVariance: tf.Tensor): tf.Tensor1D {
  const excess = tf.sub(tf.add(tf.square(noise), logVariance), tf.square(z));
  return tf.mul(sumPerItem(excess), 0.5);
}

/** ln of the mean of k weights of each item (equation 8), by their logarithms. @param logWeights `[batch, k]`. @returns `[batch]`. */
export function logMeanExp(logWeights: tf.Tensor2D): tf.Tensor1D {
  const largest = stopGradient(tf.max(logWeights, 1, true));
  const mean = tf.mean(tf.exp(tf.sub(logWeights, largest)), 1);
  return tf.add(tf.log(mean), tf.reshape(largest, [-1]));
}
