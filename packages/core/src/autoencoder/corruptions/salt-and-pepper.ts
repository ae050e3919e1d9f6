/** Makes a share of the pixels 0 or 1, each with probability 1/2. */
import * as tf from '@tensorflow/tfjs-core';
import { toNumber, type Corrupt } from './corruption.js';

export const saltAndPepper: Corrupt<'saltAndPepper'> = ({ rate }, x, strength, noise) => {
  const u = noise();
  const half = tf.mul(strength, rate / 2);
  const pepper = toNumber(tf.less(u, half));
  const salt = toNumber(tf.less(tf.sub(1, u), half));
  return tf.add(tf.mul(x, tf.sub(tf.sub(1, pepper), salt)), salt);
};
