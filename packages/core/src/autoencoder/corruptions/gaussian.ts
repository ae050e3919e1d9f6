/** x + N(mean, deviation^2). */
import * as tf from '@tensorflow/tfjs-core';
import type { Corrupt } from './corruption.js';

export const gaussian: Corrupt<'gaussian'> = ({ deviation, mean }, x, strength, noise) => {
  const change = tf.add(tf.mul(noise(), deviation), mean);
  return tf.add(x, tf.mul(change, strength));
};
