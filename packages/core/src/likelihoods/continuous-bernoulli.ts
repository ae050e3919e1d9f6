/**
 * The continuous Bernoulli (Loaiza-Ganem & Cunningham 2019): p(x) = C(l) l^x (1 - l)^(1 - x) on [0, 1]. All formulas
 * use the logit h = ln(l / (1 - l)), with which equation 6 becomes C = h / tanh(h / 2). This form has cancellation only
 * near h = 0, where a series is used instead.
 */
import * as tf from '@tensorflow/tfjs-core';
import { detached } from '../ops/stop-gradient.js';
import { crossEntropy } from './bernoulli.js';
import { sumPerItem, type Likelihood } from './likelihood.js';

export const continuousBernoulli: Likelihood = {
  negativeLogLikelihood: (x, logits) =>
    sumPerItem(tf.sub(crossEntropy(x, logits), logNormalizer(logits))),
  mean: meanOf,
  sample: (logits, { noise, temperature }) => quantile(tf.div(logits, temperature), noise),
  noise: 'uniform',
  meanActivation: null,
  bounded: true,
};

/** Below this |h|, the next term of the series is smaller than 1e-6. */
const seriesBelow = 0.3;
/** Below this |h|, the distribution differs from the uniform one by less than 1e-4. */
const uniformBelow = 1e-3;

/** ln C, in the shape of the logits. It is ln 2 at h = 0, and approaches ln |h| for large |h|. */
export function logNormalizer(logits: tf.Tensor): tf.Tensor {
  const { isNear, safe, square } = around(logits);
  // The absolute value of tanh is at most 1, so only |h| grows.
  const far = tf.log(tf.div(safe, tf.tanh(tf.mul(safe, 0.5))));
  // ln 2 + h^2 / 12 - 7 h^4 / 1440.
  const series = tf.add(tf.mul(square, tf.add(tf.mul(square, -7 / 1440), 1 / 12)), Math.log(2));
  return tf.where(isNear, series, far);
}

/** The mean (equation 8): 1 / (1 - exp(-h)) - 1 / h; 1/2 + h / 12 - h^3 / 720 near 0. */
export function meanOf(logits: tf.Tensor): tf.Tensor {
  const { isNear, safe, square } = around(logits);
  // 1 / (1 - exp(-h)) = (1 + 1 / tanh(h / 2)) / 2, and the right side does not overflow.
  const half = tf.add(tf.div(0.5, tf.tanh(tf.mul(safe, 0.5))), 0.5);
  const far = tf.sub(half, tf.div(1, safe));
  const series = tf.add(tf.mul(logits, tf.add(tf.mul(square, -1 / 720), 1 / 12)), 0.5);
  return tf.where(isNear, series, far);
}

/**
 * The inverse of the distribution function: ln(1 + u (e^h - 1)) / h for h < 0. Positive h follow by symmetry, so that
 * nothing overflows.
 *
 * @param u uniform on [0, 1).
 */
export function quantile(logits: tf.Tensor, u: tf.Tensor): tf.Tensor {
  const { isNear, safe } = around(logits, uniformBelow);
  const positive = tf.greater(safe, 0);
  const share = tf.where(positive, tf.sub(1, u), u);
  const negative = tf.neg(tf.abs(safe));
  const drawn = tf.div(tf.log1p(tf.mul(share, tf.sub(tf.exp(negative), 1))), negative);
  return tf.where(isNear, u, tf.where(positive, tf.sub(1, drawn), drawn));
}

/** Tells where h is near 0, and replaces such an h by 1, so that quotients have a finite gradient. */
function around(
  logits: tf.Tensor,
  near = seriesBelow,
): { isNear: tf.Tensor; safe: tf.Tensor; square: tf.Tensor } {
  // A comparison has no gradient, and none is needed for the choice of the branch.
  const isNear = detached(logits, (h) => tf.less(tf.abs(h), near));
  return {
    isNear,
    safe: tf.where(isNear, tf.onesLike(logits), logits),
    square: tf.square(logits),
  };
}
