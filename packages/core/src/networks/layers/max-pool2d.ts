/** Takes the largest value of each window. */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

export const applyMaxPool2d: ApplyLayer<'maxPool2d'> = ({ spec }, x) =>
  tf.maxPool(x as tf.Tensor4D, spec.poolSize, spec.poolSize, spec.padding);
