/**
 * Finite scalar quantisation (Mentzer, Minnen, Agustsson & Tschannen 2024, "Finite Scalar Quantization: VQ-VAE Made
 * Simple"). Each value of a feature is bounded and rounded to one of its levels, and the gradient is passed straight
 * through. The levels are the digits of a code's index, with the first value as the lowest digit.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BottleneckSpec } from '@speil/api';
import type { Quantized } from '../networks/encoded.js';
import { oneHotRows } from '../ops/one-hot.js';
import { detached, stopGradient } from '../ops/stop-gradient.js';

type Spec = Extract<BottleneckSpec, { kind: 'fsq' }>;

/** Makes the outermost levels reachable. The paper's 1 - epsilon gives no shift for two levels (appendix A.1). */
const epsilon = 1e-3;

/** @param features `[batch, ...latentShape, levels.length]`. */
export function quantizeScalars({ levels }: Spec, features: tf.Tensor): Quantized {
  const bounded = bound(levels, features);
  const rounded = detached(bounded, (value) => tf.round(value));
  const vectors = tf.div(
    tf.add(bounded, stopGradient(tf.sub(rounded, bounded))),
    tf.tensor1d(levels.map(half)),
  );
  const digits = tf.add(rounded, tf.tensor1d(levels.map(half)));
  const indices = stopGradient(tf.sum(tf.mul(digits, tf.tensor1d(basisOf(levels))), -1));
  const flat = tf.reshape<tf.Rank.R1>(indices, [-1]);
  const batch = features.shape[0];
  return {
    indices,
    vectors,
    // Each feature is rounded to the nearest level, so no loss has to pull it towards a code.
    commitment: tf.zeros<tf.Rank.R1>([batch]),
    rows: tf.reshape<tf.Rank.R2>(stopGradient(vectors), [-1, levels.length]),
    assignments: oneHotRows(flat, codesIn(levels)),
  };
}

/**
 * Computes the codes of indices.
 *
 * @param indices `[batch, ...latentShape]`.
 * @returns `[batch, ...latentShape, levels.length]`, with values from -1 to 1.
 */
export function embedScalars({ levels }: Spec, indices: tf.Tensor): tf.Tensor {
  // Half an index is added, so that rounding errors cannot move a quotient across a whole number.
  const quotients = tf.div(tf.add(tf.expandDims(indices, -1), 0.5), tf.tensor1d(basisOf(levels)));
  const sizes = tf.tensor1d([...levels]);
  const whole = tf.floor(quotients);
  const digits = tf.sub(whole, tf.mul(tf.floor(tf.div(tf.add(whole, 0.5), sizes)), sizes));
  const halves = tf.tensor1d(levels.map(half));
  return tf.div(tf.sub(digits, halves), halves);
}

/**
 * Bounds values to the range of their levels, so that rounding gives exactly the requested number of levels. An even
 * number of levels lies half a step below the symmetric position.
 */
function bound(levels: readonly number[], features: tf.Tensor): tf.Tensor {
  const ranges = levels.map((level) => ((level - 1) * (1 + epsilon)) / 2);
  const offsets = levels.map((level) => (level % 2 === 0 ? 0.5 : 0));
  // tanh(shift) * range = offset: a feature of 0 stays 0.
  const shifts = offsets.map((offset, i) => Math.atanh(offset / ranges[i]!));
  const bent = tf.tanh(tf.add(features, tf.tensor1d(shifts)));
  return tf.sub(tf.mul(bent, tf.tensor1d(ranges)), tf.tensor1d(offsets));
}

const half = (level: number): number => Math.floor(level / 2);

/** The weight of each digit of an index. */
function basisOf(levels: readonly number[]): number[] {
  return levels.map((_, i) => codesIn(levels.slice(0, i)));
}

function codesIn(levels: readonly number[]): number {
  return levels.reduce((product, level) => product * level, 1);
}
