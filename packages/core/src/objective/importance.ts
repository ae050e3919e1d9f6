/** The parts of the importance-weighted bound (IWAE, Burda, Grosse & Salakhutdinov 2016). */
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../ops/stop-gradient.js';
import { sumPerItem } from '../likelihoods/likelihood.js';

/**
 * ln q(z | x) of a draw z = mean + sigma * noise: -sum (noise^2 + ln variance + ln 2 pi) / 2.
 *
 * @param noise,logVariance `[draws, latent]`. @returns `[draws]`, in nats.
 */
export function logPosterior(noise: tf.Tensor, logVariance: tf.Tensor): tf.Tensor1D {
  const terms = tf.add(tf.add(tf.square(noise), logVariance), Math.log(2 * Math.PI));
  return tf.mul(sumPerItem(terms), -0.5);
}

/**
 * ln of the mean of the k weights of each item (equation 8), computed from their logarithms.
 *
 * @param logWeights `[batch, k]`. @returns `[batch]`.
 */
export function logMeanExp(logWeights: tf.Tensor2D): tf.Tensor1D {
  const largest = stopGradient(tf.max(logWeights, 1, true));
  const mean = tf.mean(tf.exp(tf.sub(logWeights, largest)), 1);
  return tf.add(tf.log(mean), tf.reshape(largest, [-1]));
}
