/** Converts indices to one-hot rows. */
import * as tf from '@tensorflow/tfjs-core';
import { detached } from './stop-gradient.js';

/** @param indices whole numbers. @returns `[indices, depth]`: a row for each index, without a gradient. */
export function oneHotRows(indices: tf.Tensor, depth: number): tf.Tensor2D {
  return detached(tf.reshape(indices, [-1]), (flat) => {
    const rows = tf.oneHot(tf.cast(flat, 'int32'), depth);
    return tf.cast(rows as tf.Tensor2D, 'float32');
  });
}
