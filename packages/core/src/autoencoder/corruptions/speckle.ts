/** x + x N(0, deviation^2). */
import * as tf from '@tensorflow/tfjs-core';
import type { Corrupt } from './corruption.js';

export const speckle: Corrupt<'speckle'> = ({ deviation }, x, strength, noise) =>
  tf.add(x, tf.mul(tf.mul(x, noise()), tf.mul(strength, deviation)));
