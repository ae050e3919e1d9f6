/**
 * Matching by an adversary (AAE, Makhzani et al. 2015, in the form of Goodfellow et al. 2014): the discriminator learns to
 * tell codes from draws of the prior, the encoder to be taken for the prior. Both are parts of one loss, kept apart by what
 * each holds constant, so that one step with one optimiser trains both.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../ops/context.js';
import { applyNetwork } from '../networks/network.js';
import { frozen, stopGradient } from '../ops/stop-gradient.js';
import type { NetworkDeclaration } from '../model-spec/model.js';

export interface AdversaryTerms {
  /** -ln D(code), the mean over the batch: the encoder's part; the discriminator is constant. Scalar, nats. */
  readonly deception: tf.Scalar;
  /** -(ln D(prior) + ln(1 - D(code))) / 2, the mean: the discriminator's part; codes are constants. ln 2 when it guesses. */
  readonly discrimination: tf.Scalar;
  /** The share of codes and draws that it tells right; 1/2 when it guesses. */
  readonly accuracy: tf.Scalar;
}

/** @param code,prior `[batch, latent]`. */
export function adversaryTerms(
  discriminator: NetworkDeclaration,
  code: tf.Tensor,
  prior: tf.Tensor,
  context: LayerContext,
): AdversaryTerms {
  const batch = code.shape[0];
  const logits = applyNetwork(discriminator, tf.concat([prior, stopGradient(code)], 0), context);
  // 1 for the prior, -1 for codes: -ln s(sign l) = softplus(-sign l).
  const sign = tf.concat([tf.ones([batch, 1]), tf.fill([batch, 1], -1)], 0);
  const agreement = tf.mul(logits, sign);
  const deceived = applyNetwork(discriminator, code, frozen(context));
  return {
    deception: tf.mean(tf.softplus(tf.neg(deceived))),
    discrimination: tf.mean(tf.softplus(tf.neg(agreement))),
    accuracy: tf.mean(tf.cast(tf.greater(agreement, 0), 'float32')),
  };
}
