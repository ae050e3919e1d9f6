/**
 * A normal density around the decoder's output. Its variance is fixed, or learned (sigma-VAE, Rybkin et al. 2021).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LikelihoodSpec } from '@speil/api';
import {
  noVariables,
  softFloor,
  sumPerItem,
  type Likelihood,
  type LikelihoodVariables,
} from './likelihood.js';

const logTwoPi = Math.log(2 * Math.PI);

type Variance = Extract<LikelihoodSpec, { kind: 'gaussian' }>['variance'];

export function gaussian({ variance }: Extract<LikelihoodSpec, { kind: 'gaussian' }>): Likelihood {
  return {
    negativeLogLikelihood(x, output, variables = noVariables) {
      if (typeof variance !== 'number') {
        const logVariance = learnedLogVariance(variance, variables);
        const squares = tf.mul(tf.squaredDifference(x, output), tf.exp(tf.neg(logVariance)));
        return sumPerItem(tf.mul(tf.add(squares, tf.add(logVariance, logTwoPi)), 0.5));
      }
      const squares = tf.mul(tf.squaredDifference(x, output), 0.5 / variance);
      return sumPerItem(tf.add(squares, 0.5 * Math.log(2 * Math.PI * variance)));
    },
    mean: (output) => output,
    sample(output, { noise, temperature }, variables = noVariables) {
      const deviation =
        typeof variance === 'number'
          ? Math.sqrt(variance)
          : tf.exp(tf.mul(learnedLogVariance(variance, variables), 0.5));
      return tf.add(output, tf.mul(noise, tf.mul(temperature, deviation)));
    },
    noise: 'normal',
    meanActivation: 'linear',
    bounded: false,
  };
}

/** If a learned variance has a starting value, its logarithm moves this many times as far as its variable. */
const pace = 10;

/**
 * Computes ln of the learned variance. As in the code of the authors of sigma-VAE, ln sigma has a soft lower bound of
 * -6. Without it, a perfect reconstruction would move ln sigma to -infinity.
 */
function learnedLogVariance(
  variance: Exclude<Variance, number>,
  variables: LikelihoodVariables,
): tf.Tensor {
  const variable = variables.variable('likelihood/logVariance');
  const raw =
    variance === 'learned'
      ? variable
      : tf.add(tf.mul(variable, pace), Math.log(variance.learnedFrom));
  return softFloor(raw, -12);
}
