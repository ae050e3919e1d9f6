/** The commitment of features to their codebook vectors (VQ-VAE, equation 3), and the loss of a prior that learns the indices. */
import * as tf from '@tensorflow/tfjs-core';
import { perplexity, updateCodebook } from '../../autoencoder/codebook.js';
import { revivalNoise } from '../../model-spec/model.js';
import type { Penalty } from './penalty.js';

export const codebook: Penalty = ({ model, encoded: { quantized }, context }) => {
  const { bottleneck } = model.spec;
  if (quantized === undefined || bottleneck.kind !== 'vq') return null;
  updateCodebook(bottleneck, quantized, context.noise(revivalNoise), context);
  const commitment = tf.mean<tf.Scalar>(quantized.commitment);
  const extras = { commitment, perplexity: perplexity(quantized) };
  const penalty = tf.mul<tf.Scalar>(commitment, bottleneck.commitment);
  if (model.prior === null) return { penalty, extras };
  const prior = tf.mean<tf.Scalar>(tf.neg(model.prior.logProb(quantized.indices, context)));
  return { penalty, auxiliary: prior, extras: { ...extras, prior } };
};
