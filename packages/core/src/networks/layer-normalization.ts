/** Layer normalisation (Ba, Kiros & Hinton 2016, equation 3): each row of the last axis by its own mean and variance. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../ops/context.js';

/** @param x `[batch, ..., channels]`. @param epsilon is added to the biased variance. */
export function layerNormalization(
  epsilon: number,
  name: string,
  x: tf.Tensor,
  context: LayerContext,
): tf.Tensor {
  const apart = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(apart), -1, true);
  const scaled = tf.mul(
    tf.mul(apart, tf.rsqrt(tf.add(variance, epsilon))),
    context.variable(`${name}/gamma`),
  );
  return tf.add(scaled, context.variable(`${name}/beta`));
}
