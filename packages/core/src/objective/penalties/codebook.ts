/**
 * The commitment loss of features to their codebook vectors (VQ-VAE, equation 3), and the loss of a prior that learns
 * the indices.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BottleneckSpec } from '@speil/api';
import { perplexity, updateCodebook } from '../../autoencoder/codebook.js';
import { revivalNoise } from '../../model-spec/model.js';
import type { Quantized } from '../../networks/encoded.js';
import type { LayerContext } from '../../ops/context.js';
import type { Penalty } from './penalty.js';

export const codebook: Penalty = ({ model, encoded: { quantized }, context }) => {
  const { bottleneck } = model.spec;
  if (quantized === undefined) return null;
  const used = perplexity(quantized);
  const { penalty, extras } =
    bottleneck.kind === 'vq'
      ? learnCodebook(bottleneck, quantized, context)
      : { penalty: tf.scalar(0), extras: {} };
  const reported = { ...extras, perplexity: used };
  if (model.prior === null) return { penalty, extras: reported };
  const prior = tf.mean<tf.Scalar>(tf.neg(model.prior.logProb(quantized.indices, context)));
  return { penalty, auxiliary: prior, extras: { ...reported, prior } };
};

/** Updates the codebook. @returns the commitment loss: weighted as a penalty, unweighted as an extra. */
function learnCodebook(
  bottleneck: Extract<BottleneckSpec, { kind: 'vq' }>,
  quantized: Quantized,
  context: LayerContext,
) {
  updateCodebook(bottleneck, quantized, context.noise(revivalNoise), context);
  const commitment = tf.mean<tf.Scalar>(quantized.commitment);
  return { penalty: tf.mul<tf.Scalar>(commitment, bottleneck.commitment), extras: { commitment } };
}
