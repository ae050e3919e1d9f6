/**
 * Layer normalisation (Ba, Kiros & Hinton 2016, equation 3): normalises each row of the last axis by its own mean and
 * variance.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

/** Normalises each row of `[batch, ..., channels]`; `epsilon` is added to the biased variance. */
export const applyLayerNormalization: ApplyLayer<'layerNormalization'> = (
  { spec: { epsilon }, name },
  x,
  context,
) => {
  const apart = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(apart), -1, true);
  const scaled = tf.mul(
    tf.mul(apart, tf.rsqrt(tf.add(variance, epsilon))),
    context.variable(`${name}/gamma`),
  );
  return tf.add(scaled, context.variable(`${name}/beta`));
};
