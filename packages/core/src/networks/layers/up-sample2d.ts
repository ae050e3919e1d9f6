/**
 * Repeats each pixel with reshapes and tiles. Their gradients are correct on every backend; those of resizing are not.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

export const applyUpSample2d: ApplyLayer<'upSample2d'> = ({ spec }, x) =>
  upSample(x as tf.Tensor4D, spec.size);

/** Repeats each pixel `size` times in both directions. @param x `[batch, height, width, channels]`. */
export function upSample(x: tf.Tensor4D, size: number): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = tf.tile(tf.reshape(x, [batch * height, 1, width * channels]), [1, size, 1]);
  const pixels = tf.reshape(rows, [batch * height * size * width, 1, channels]);
  return tf.reshape(tf.tile(pixels, [1, size, 1]), [batch, height * size, width * size, channels]);
}
