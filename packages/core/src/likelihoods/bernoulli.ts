/**
 * The Bernoulli distribution of zeros and ones, given by logits. For grey values, the same formula is the
 * cross-entropy, which is not a likelihood.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sumPerItem, type Likelihood } from './likelihood.js';

export const bernoulli: Likelihood = {
  negativeLogLikelihood: (x, logits) => sumPerItem(crossEntropy(x, logits)),
  mean: (logits) => tf.sigmoid(logits),
  sample(logits, { noise, temperature }) {
    const probability = tf.sigmoid(tf.div(logits, temperature));
    return tf.cast(tf.less(noise, probability), 'float32');
  },
  noise: 'uniform',
  meanActivation: 'sigmoid',
  bounded: true,
};

/** -x ln s(l) - (1 - x) ln(1 - s(l)) = softplus(l) - x l, which avoids the logarithm of a rounded probability. */
export function crossEntropy(x: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.sub(tf.softplus(logits), tf.mul(x, logits));
}
