/**
 * Adversarial matching (AAE, Makhzani et al. 2015, in the form of Goodfellow et al. 2014): the discriminator learns to tell
 * latents from draws of the prior, the encoder to pass for the prior. Both losses are parts of one, kept apart by what each
 * holds constant, so that one step with one optimiser trains both.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../../ops/context.js';
import { applyNetwork } from '../../networks/network.js';
import { frozen, stopGradient } from '../../ops/stop-gradient.js';
import type { NetworkDeclaration } from '../../model-spec/model.js';

export interface AdversarialTerms {
  /** -ln D(latent), the mean over the batch: the encoder's loss; the discriminator is constant. Scalar, nats. */
  readonly generatorLoss: tf.Scalar;
  /** -(ln D(prior) + ln(1 - D(latent))) / 2, the mean: the discriminator's loss; latents are constants. ln 2 when it guesses. */
  readonly discriminatorLoss: tf.Scalar;
  /** The share of latents and draws that it classifies correctly; 1/2 when it guesses. */
  readonly accuracy: tf.Scalar;
}

/** @param latents,samples `[batch, latent]`: of the encoder, and of the prior. */
export function adversarialTerms(
  discriminator: NetworkDeclaration,
  latents: tf.Tensor,
  samples: tf.Tensor,
  context: LayerContext,
): AdversarialTerms {
  const batch = latents.shape[0];
  const logits = applyNetwork(
    discriminator,
    tf.concat([samples, stopGradient(latents)], 0),
    context,
  );
  // 1 for the prior, -1 for latents: -ln s(sign l) = softplus(-sign l).
  const sign = tf.concat([tf.ones([batch, 1]), tf.fill([batch, 1], -1)], 0);
  const agreement = tf.mul(logits, sign);
  const asPrior = applyNetwork(discriminator, latents, frozen(context));
  return {
    generatorLoss: tf.mean(tf.softplus(tf.neg(asPrior))),
    discriminatorLoss: tf.mean(tf.softplus(tf.neg(agreement))),
    accuracy: tf.mean(tf.cast(tf.greater(agreement, 0), 'float32')),
  };
}
