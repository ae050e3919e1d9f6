/**
 * Batch normalisation (Ioffe & Szegedy 2015). Training normalises with the batch's own mean and (biased) variance, and
 * moves the running mean and variance towards them. Outside training, the running mean and variance are used.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

/** Normalises `[batch, ..., channels]` over all axes except the last. */
export const applyBatchNormalization: ApplyLayer<'batchNormalization'> = (
  { spec: { momentum, epsilon }, name },
  x,
  context,
) => {
  const movingMean = context.variable(`${name}/movingMean`);
  const movingVariance = context.variable(`${name}/movingVariance`);
  if (!context.training) return normalize(movingMean, movingVariance);

  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const mean = tf.mean(x, axes);
  const variance = tf.mean(tf.square(tf.sub(x, mean)), axes);
  const towards = (moving: tf.Tensor, current: tf.Tensor): tf.Tensor =>
    tf.add(moving, tf.mul(tf.sub(current, moving), 1 - momentum));
  context.update(`${name}/movingMean`, towards(movingMean, mean));
  context.update(`${name}/movingVariance`, towards(movingVariance, variance));
  return normalize(mean, variance);

  function normalize(m: tf.Tensor, v: tf.Tensor): tf.Tensor {
    const scale = tf.mul(tf.rsqrt(tf.add(v, epsilon)), context.variable(`${name}/gamma`));
    return tf.add(tf.mul(tf.sub(x, m), scale), context.variable(`${name}/beta`));
  }
};
