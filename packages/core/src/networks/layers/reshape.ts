/** Gives the values of an item another shape. */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

export const applyReshape: ApplyLayer<'reshape'> = ({ spec }, x) =>
  tf.reshape(x, [x.shape[0], ...spec.shape]);
