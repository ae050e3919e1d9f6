/**
 * Windows of pixels made and unmade by reshapes and plain sums: their gradients are right on every backend, where those of
 * resizing and of average pooling are not.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Each pixel repeated `size` times in both directions. @param x `[batch, height, width, channels]`. */
export function upSample(x: tf.Tensor4D, size: number): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = tf.tile(tf.reshape(x, [batch * height, 1, width * channels]), [1, size, 1]);
  const pixels = tf.reshape(rows, [batch * height * size * width, 1, channels]);
  return tf.reshape(tf.tile(pixels, [1, size, 1]), [batch, height * size, width * size, channels]);
}

/** The mean of each window of `size` squared; what does not fill one is dropped. @param x `[batch, height, width, channels]`. */
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
