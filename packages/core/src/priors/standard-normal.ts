/** N(0, I), the prior of a variational autoencoder (Kingma & Welling 2014). */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, type Batch } from '@speil/api';
import { sumPerItem } from '../likelihoods/likelihood.js';
import { normals } from '../random/streams.js';
import type { Prior } from './prior.js';

const logTwoPi = Math.log(2 * Math.PI);

export const standardNormal: Prior = {
  logProb: (z) => tf.mul(sumPerItem(tf.add(tf.square(z), logTwoPi)), -0.5),
  // Kingma & Welling 2014, appendix B: (mean^2 + variance - 1 - ln variance) / 2.
  klFrom(mean, logVariance) {
    const excess = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
    return tf.mul<tf.Tensor2D>(excess, 0.5);
  },
  sample({ count, latentShape, seed, temperature }) {
    const draws = sampleStandardNormal(count, latentShape, seed);
    if (temperature === 1) return Promise.resolve(draws);
    return Promise.resolve({ ...draws, values: draws.values.map((value) => value * temperature) });
  },
  learned: false,
};

/** Draws from N(0, I), `[count, ...latentShape]`. @param seed default 0. */
export function sampleStandardNormal(
  count: number,
  latentShape: readonly number[],
  seed = 0,
): Batch {
  const shape = [count, ...latentShape];
  return { shape, values: normals({ seed, purpose: 'sampling' }, sizeOf(shape)) };
}
