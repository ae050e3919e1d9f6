/** The sum of squared errors. It is not a density, so a draw is the decoder's output itself. */
import * as tf from '@tensorflow/tfjs-core';
import { sumPerItem, type Likelihood } from './likelihood.js';

export const mse: Likelihood = {
  negativeLogLikelihood: (x, output) => sumPerItem(tf.squaredDifference(x, output)),
  mean: (output) => output,
  sample: (output) => output,
  noise: 'normal',
  meanActivation: 'linear',
  bounded: false,
};
