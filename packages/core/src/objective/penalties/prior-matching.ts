/**
 * Matches the distribution of the latents of all data to the prior, with a maximum mean discrepancy or a discriminator.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PriorMatchingSpec } from '@speil/api';
import { matchedNoise } from '../../model-spec/model.js';
import { adversarialTerms } from './adversarial.js';
import { maximumMeanDiscrepancy } from './mmd.js';
import type { Penalty, PenaltyInput, PenaltyTerms } from './penalty.js';

type Kind = PriorMatchingSpec['kind'];
type SpecOf<K extends Kind> = Extract<PriorMatchingSpec, { kind: K }>;

type MatchPrior<K extends Kind> = (
  spec: SpecOf<K>,
  input: PenaltyInput,
  samples: tf.Tensor,
  weight: tf.Scalar,
) => PenaltyTerms;

const kinds: { readonly [K in Kind]: MatchPrior<K> } = {
  mmd({ scales }, { latents }, samples, weight) {
    const mmd = maximumMeanDiscrepancy(latents as tf.Tensor2D, samples as tf.Tensor2D, scales);
    return { penalty: tf.mul(mmd, weight), extras: { mmd } };
  },
  adversarial(_spec, { model, latents, context }, samples, weight) {
    const { discriminator } = model.declaration;
    const terms = adversarialTerms(discriminator!, latents, samples, context);
    return {
      penalty: tf.mul(terms.generatorLoss, weight),
      auxiliary: terms.discriminatorLoss,
      extras: {
        generatorLoss: terms.generatorLoss,
        discriminatorLoss: terms.discriminatorLoss,
        discriminatorAccuracy: terms.accuracy,
      },
    };
  },
};

export const priorMatching: Penalty = (input) => {
  const spec = input.model.spec.objective.priorMatching;
  if (spec === undefined) return null;
  const samples = input.context.noise(matchedNoise);
  const weight = tf.mul<tf.Scalar>(input.scalar('priorMatching'), spec.weight);
  const match = kinds[spec.kind] as MatchPrior<Kind>;
  return match(spec, input, samples, weight);
};
