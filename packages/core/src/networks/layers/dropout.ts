/** Dropout (Srivastava et al. 2014). Values are scaled in training, so that no scaling is needed outside training. */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

export const applyDropout: ApplyLayer<'dropout'> = ({ spec, name }, x, context) => {
  if (!context.training || spec.rate === 0) return x;
  const kept = tf.greaterEqual(context.noise(`${name}/mask`), spec.rate);
  return tf.mul(x, tf.mul(tf.cast(kept, 'float32'), 1 / (1 - spec.rate)));
};
