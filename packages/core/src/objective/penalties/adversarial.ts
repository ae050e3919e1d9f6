/**
 * Adversarial matching (AAE, Makhzani et al. 2015, in the form of Goodfellow et al. 2014). The discriminator learns to
 * distinguish latents from draws of the prior, and the encoder learns to give latents that look like such draws. The
 * two losses are added, and each treats the other player's variables as constants, so that one step with one optimiser
 * trains both.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../../ops/context.js';
import { applyNetwork } from '../../networks/network.js';
import { frozen, stopGradient } from '../../ops/stop-gradient.js';
import type { NetworkDeclaration } from '../../model-spec/model.js';

export interface AdversarialTerms {
  /** The encoder's loss: -ln D(latent), averaged over the batch, with a constant discriminator. A scalar, in nats. */
  readonly generatorLoss: tf.Scalar;
  /**
   * The discriminator's loss: the mean of -(ln D(prior) + ln(1 - D(latent))) / 2, with constant latents. It is ln 2 if
   * the discriminator guesses.
   */
  readonly discriminatorLoss: tf.Scalar;
  /** The share of latents and draws that the discriminator classifies correctly; 1/2 if it guesses. */
  readonly accuracy: tf.Scalar;
}

/** @param latents,samples `[batch, latent]`, from the encoder and from the prior. */
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
