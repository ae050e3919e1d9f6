/**
 * Reconstruction terms, and how a decoder's raw output becomes data. Values are nats an item: summed over all
 * dimensions of the item; the mean over the batch is taken later, once.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LikelihoodSpec } from '@speil/api';

/**
 * -ln p(x | z).
 *
 * @param x data, `[batch, ...shape]`.
 * @param output the decoder's raw output, `[batch, ...shape]`: logits for `bernoulli`, means otherwise.
 * @returns `[batch]`. `mse` gives the sum of squared errors, without a density's constant.
 */
export function negativeLogLikelihood(
  spec: LikelihoodSpec,
  x: tf.Tensor,
  output: tf.Tensor,
): tf.Tensor1D {
  switch (spec.kind) {
    case 'bernoulli':
      // -x ln s(l) - (1 - x) ln(1 - s(l)) = softplus(l) - x l: no logarithm of a rounded probability.
      return sumPerItem(tf.sub(tf.softplus(output), tf.mul(x, output)));
    case 'gaussian': {
      const squares = tf.mul(tf.squaredDifference(x, output), 0.5 / spec.variance);
      return sumPerItem(tf.add(squares, 0.5 * Math.log(2 * Math.PI * spec.variance)));
    }
    case 'mse':
      return sumPerItem(tf.squaredDifference(x, output));
  }
}

/** The mean of p(x | z), `[batch, ...shape]`. */
export function meanOf(spec: LikelihoodSpec, output: tf.Tensor): tf.Tensor {
  return spec.kind === 'bernoulli' ? tf.sigmoid(output) : output;
}

/** Sums over all axes but the first. */
export function sumPerItem(x: tf.Tensor): tf.Tensor1D {
  return tf.sum(tf.reshape(x, [x.shape[0], -1]), 1);
}
