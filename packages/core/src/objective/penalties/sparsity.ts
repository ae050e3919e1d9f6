/**
 * Penalties that keep most latents of a plain autoencoder near zero. They are scalars, which are added to a
 * reconstruction in nats per item.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SparsitySpec } from '@speil/api';
import type { Penalty } from './penalty.js';

export const sparsity: Penalty = ({ model, latents }) => {
  const { sparsity: spec } = model.spec.objective;
  if (spec === undefined) return null;
  const penalty = sparsityPenalty(spec, latents);
  return { penalty, extras: { sparsity: penalty } };
};

/** Mean activations are kept this far from 0 and 1, so that the logarithm for an inactive unit is finite. */
const margin = 1e-6;

/**
 * @param latents `[batch, ...latentShape]`.
 * @returns a weighted scalar. `l1` sums the magnitudes of an item's latents and averages over the batch; `kl` compares
 *   the batch's mean activations with the target.
 */
export function sparsityPenalty(spec: SparsitySpec, latents: tf.Tensor): tf.Scalar {
  const flat = tf.reshape(latents, [latents.shape[0], -1]);
  if (spec.kind === 'l1') {
    return tf.mul(tf.mean<tf.Scalar>(tf.sum(tf.abs(flat), 1)), spec.weight);
  }
  const { target, weight } = spec;
  const activation = tf.clipByValue(tf.mean(flat, 0), margin, 1 - margin);
  // KL of two Bernoullis, target ln(target / a) + (1 - target) ln((1 - target) / (1 - a)), summed over units (Ng 2011).
  const cross = tf.add(
    tf.mul(tf.log(activation), target),
    tf.mul(tf.log(tf.sub(1, activation)), 1 - target),
  );
  const entropy = target * Math.log(target) + (1 - target) * Math.log(1 - target);
  return tf.mul(tf.sum<tf.Scalar>(tf.sub(entropy, cross)), weight);
}
