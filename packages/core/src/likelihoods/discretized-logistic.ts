/**
 * A logistic distribution on the 256 levels of a byte (Salimans et al. 2017, equation 2, with one component; Kingma et
 * al. 2016). A level has the mass between the midpoints to its two neighbours. The lowest and the highest level also
 * have all mass beyond them.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  noVariables,
  softFloor,
  sumPerItem,
  type Likelihood,
  type LikelihoodVariables,
} from './likelihood.js';

/** The decoder gives the location. The scale is learned, and is the same for all values. */
export const discretizedLogistic: Likelihood = {
  negativeLogLikelihood: (x, output, variables = noVariables) =>
    sumPerItem(negativeLogMass(x, output, learnedLogScale(variables))),
  mean: (output) => output,
  sample(output, { noise, temperature }, variables = noVariables) {
    const scale = tf.mul(temperature, tf.exp(learnedLogScale(variables)));
    return draw(output, scale, noise);
  },
  noise: 'uniform',
  meanActivation: 'linear',
  bounded: false,
};

/** ln of the scale is kept above -7, because scales far below the width of a level, 1/255, make no difference. */
function learnedLogScale(variables: LikelihoodVariables): tf.Tensor {
  return softFloor(variables.variable('likelihood/logScale'), -7);
}

const halfLevel = 0.5 / 255;

/**
 * The negative log likelihood. With the standardised upper edge a and lower edge b, s(a) - s(b) = s(a) s(-b) (1 - e^(b
 * - a)). This gives three logarithms, none of them of a small difference, and a - b is the same number for all pixels.
 *
 * @param x whole multiples of 1/255, `[batch, ...]`. @param mean `[batch, ...]`. @param logScale a scalar.
 * @returns nats, `[batch, ...]`.
 */
export function negativeLogMass(x: tf.Tensor, mean: tf.Tensor, logScale: tf.Tensor): tf.Tensor {
  const rate = tf.exp(tf.neg(logScale));
  const centred = tf.sub(x, mean);
  const upper = tf.mul(tf.add(centred, halfLevel), rate);
  const lower = tf.mul(tf.sub(centred, halfLevel), rate);
  const width = tf.log(tf.sub(1, tf.exp(tf.mul(rate, -2 * halfLevel))));
  const aboveFirst = tf.cast(tf.greater(x, halfLevel), 'float32');
  const belowLast = tf.cast(tf.less(x, 1 - halfLevel), 'float32');
  return tf.sub(
    tf.add(tf.mul(tf.softplus(tf.neg(upper)), belowLast), tf.mul(tf.softplus(lower), aboveFirst)),
    tf.mul(tf.mul(aboveFirst, belowLast), width),
  );
}

/** Draws the level that is nearest to mean + scale ln(u / (1 - u)). @param u uniform on [0, 1). */
export function draw(mean: tf.Tensor, scale: tf.Tensor, u: tf.Tensor): tf.Tensor {
  const inside = tf.clipByValue(u, 1e-6, 1 - 1e-6);
  const logistic = tf.log(tf.div(inside, tf.sub(1, inside)));
  const value = tf.clipByValue(tf.add(mean, tf.mul(logistic, scale)), 0, 1);
  return tf.div(tf.round(tf.mul(value, 255)), 255);
}
