/**
 * The contract of a likelihood p(x | z), which each file of this folder implements. Values are in nats per item, summed
 * over all dimensions of the item. The mean over the batch is computed later.
 */
import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@speil/api';
import type { LayerContext } from '../ops/context.js';

/** The source of a likelihood's own variables: a learned variance or scale. */
export type LikelihoodVariables = Pick<LayerContext, 'variable'>;

/** The random numbers and the temperature of a draw from a likelihood. */
export interface SamplingNoise {
  /** Noise from the distribution that the likelihood's `noise` names, `[batch, ...shape]`. */
  readonly noise: tf.Tensor;
  /** Temperature, above 0. It divides logits, and multiplies standard deviations and scales. */
  readonly temperature: tf.Tensor;
}

/** p(x | z): turns a decoder's raw output into nats, a mean and draws. */
export interface Likelihood {
  /**
   * Computes -ln p(x | z), in nats.
   *
   * @param x data, `[batch, ...shape]`.
   * @param output the decoder's raw output, `[batch, ...shape]`: logits or means, as the likelihood defines.
   * @param variables the variance or scale of a likelihood that learns it.
   * @returns `[batch]`.
   */
  negativeLogLikelihood(
    x: tf.Tensor,
    output: tf.Tensor,
    variables?: LikelihoodVariables,
  ): tf.Tensor1D;
  /** The mean of p(x | z), `[batch, ...shape]`. */
  mean(output: tf.Tensor): tf.Tensor;
  /** Draws from p(x | z), `[batch, ...shape]`. */
  sample(output: tf.Tensor, sampling: SamplingNoise, variables?: LikelihoodVariables): tf.Tensor;
  /** The distribution of the noise that `sample` takes: uniform on [0, 1), or standard normal. */
  readonly noise: 'uniform' | 'normal';
  /** The activation of a tfjs or Keras layer that gives the mean; null if there is none. */
  readonly meanActivation: 'linear' | 'sigmoid' | 'softmax' | null;
  /** Whether the mean stays within 0 to 1. */
  readonly bounded: boolean;
}

/** Variables for a likelihood that was called without any. */
export const noVariables: LikelihoodVariables = {
  variable(name) {
    throw new InvalidArgumentError(`This likelihood needs its variable ${name}. Received: none.`);
  },
};

/** Sums over all axes except the first. */
export function sumPerItem(x: tf.Tensor): tf.Tensor1D {
  return tf.sum(tf.reshape(x, [x.shape[0], -1]), 1);
}

/** softplus(x - floor) + floor: a lower bound without a kink. */
export function softFloor(x: tf.Tensor, floor: number): tf.Tensor {
  return tf.add(tf.softplus(tf.sub(x, floor)), floor);
}
