/** One-hot rows of indices. */
import * as tf from '@tensorflow/tfjs-core';
import { detached } from './stop-gradient.js';

/** @param indices whole numbers, of any shape. @returns one row for each index, `[indices, depth]`; a constant. */
export function oneHotRows(indices: tf.Tensor, depth: number): tf.Tensor2D {
  return detached(tf.reshape(indices, [-1]), (flat) => {
    const rows = tf.oneHot(tf.cast(flat, 'int32'), depth);
    return tf.cast(rows as tf.Tensor2D, 'float32');
  });
}
