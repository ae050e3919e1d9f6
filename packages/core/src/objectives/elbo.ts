/**
 * The evidence lower bound as a loss: sums over dimensions, means over the batch, each part on its own.
 */
import * as tf from '@tensorflow/tfjs-core';
import { drawLatent, type Autoencoder } from '../models/autoencoder.js';
import type { LayerContext } from '../networks/context.js';
import { posteriorNoise } from '../spec/model.js';
import { chargedKl, klPerDimension } from './kl.js';
import { negativeLogLikelihood } from './likelihoods.js';

export interface ElboTerms {
  /** reconstruction + beta * (KL less free bits): what training descends. Scalar, nats an item. */
  readonly total: tf.Scalar;
  readonly reconstruction: tf.Scalar;
  /** The whole KL, free bits included; 0 without a variational bottleneck. */
  readonly kl: tf.Scalar;
}

/** @param x `[batch, ...shape]`. @param beta a scalar. */
export function elboLoss(
  model: Autoencoder,
  x: tf.Tensor,
  beta: tf.Scalar,
  context: LayerContext,
): ElboTerms {
  const { likelihood, freeBits } = model.spec.objective;
  const encoded = model.encode(x, context);
  const z = drawLatent(encoded, () => context.noise(posteriorNoise));
  const output = model.decode(z, context);
  const reconstruction = tf.mean<tf.Scalar>(negativeLogLikelihood(likelihood, x, output));
  if (encoded.logVariance === undefined) {
    return { total: reconstruction, reconstruction, kl: tf.scalar(0) };
  }
  const kl = klPerDimension(encoded.mean, encoded.logVariance);
  return {
    total: tf.add(reconstruction, tf.mul(beta, chargedKl(kl, freeBits))),
    reconstruction,
    kl: tf.mean(tf.sum(kl, 1)),
  };
}
