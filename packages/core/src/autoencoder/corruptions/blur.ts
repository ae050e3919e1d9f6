/** A Gaussian blur: x + strength (blurred - x). */
import * as tf from '@tensorflow/tfjs-core';
import { blurMatrix, resample } from '../../ops/resampling.js';
import type { Corrupt } from './corruption.js';

export const blur: Corrupt<'blur'> = ({ deviation }, x, strength) => {
  const [, height, width] = x.shape;
  const rows = blurMatrix(height, deviation);
  const blurred = resample(x, rows, blurMatrix(width, deviation));
  return tf.add(x, tf.mul(tf.sub(blurred, x), strength));
};
