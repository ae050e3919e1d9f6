/**
 * Drum hits with their velocities and timing (GrooVAE, Gillick et al. 2019, section 4.2). The last axis has three equal
 * parts: logits of hits, velocities before the sigmoid, and offsets before the tanh. Velocities and offsets have
 * squared errors, so this is not a density.
 */
import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, crossEntropy } from './bernoulli.js';
import { sumPerItem, type Likelihood } from './likelihood.js';

export const groove: Likelihood = {
  negativeLogLikelihood(x, output) {
    const [hits, velocities, offsets] = thirds(x);
    const [logits, loudness, timing] = thirds(output);
    const errors = tf.add(
      tf.squaredDifference(velocities, tf.sigmoid(loudness)),
      tf.squaredDifference(offsets, tf.tanh(timing)),
    );
    return sumPerItem(tf.add(crossEntropy(hits, logits), errors));
  },
  mean(output) {
    const [hits, velocities, offsets] = thirds(output);
    return tf.concat([tf.sigmoid(hits), tf.sigmoid(velocities), tf.tanh(offsets)], -1);
  },
  sample(output, { noise, temperature }) {
    const [hits, velocities, offsets] = thirds(output);
    const drawn = bernoulli.sample(hits, { noise: thirds(noise)[0], temperature });
    return tf.concat([drawn, tf.sigmoid(velocities), tf.tanh(offsets)], -1);
  },
  noise: 'uniform',
  meanActivation: null,
  bounded: false,
};

function thirds(x: tf.Tensor): [tf.Tensor, tf.Tensor, tf.Tensor] {
  return tf.split(x, 3, x.rank - 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
}
