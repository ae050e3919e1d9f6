/**
 * Computes the means of windows with plain sums. The gradients of sums are correct on every backend; the gradients of
 * tfjs's average pooling are not.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

export const applyAveragePool2d: ApplyLayer<'averagePool2d'> = ({ spec }, x) =>
  averagePool(x as tf.Tensor4D, spec.poolSize);

/**
 * Computes the mean of each window of `size` by `size` pixels. Incomplete windows are dropped.
 *
 * @param x `[batch, height, width, channels]`.
 */
export function averagePool(x: tf.Tensor4D, size: number): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  const whole = rows * size === height && columns * size === width;
  const kept = whole
    ? x
    : tf.slice(x, [0, 0, 0, 0], [batch, rows * size, columns * size, channels]);
  const flat = tf.reshape(kept, [batch * rows, size, columns * size * channels]);
  const pairs = tf.reshape(tf.sum(flat, 1), [batch * rows * columns, size, channels]);
  const sums = tf.reshape(tf.sum(pairs, 1), [batch, rows, columns, channels]);
  return tf.mul(sums, 1 / size ** 2);
}
