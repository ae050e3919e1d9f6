/** The objective of all families: a bound on the evidence, and penalties that a family adds to it as separate parts. */
import * as tf from '@tensorflow/tfjs-core';
import type { Autoencoder } from '../autoencoder/autoencoder.js';
import type { BatchExtras } from '../autoencoder/batch-extras.js';
import { prepareInput } from '../autoencoder/encoder-input.js';
import type { LayerContext } from '../ops/context.js';
import { computeBound, type ObjectiveScalars } from './bound.js';
import { penalties } from './penalties/penalties.js';
import type { PenaltyTerms } from './penalties/penalty.js';

export type { ObjectiveScalars } from './bound.js';

/** Scalars, in nats per item. */
export interface ObjectiveTerms {
  /** The bound's total (usually reconstruction + beta * KL, with free bits applied), plus weighted penalties. */
  readonly total: tf.Scalar;
  /** -ln p(x | z), the mean over the batch in nats per item. */
  readonly reconstruction: tf.Scalar;
  /** The whole KL, including free bits; 0 without a Gaussian bottleneck. */
  readonly kl: tf.Scalar;
  /**
   * The loss that training minimises: the total, plus the losses of a discriminator or a prior that learns together
   * with the model.
   */
  readonly loss: tf.Scalar;
  /** Unweighted penalties, and figures such as a codebook's perplexity. */
  readonly extras: Readonly<Record<string, tf.Scalar>>;
}

/**
 * Computes the loss of a batch and its terms.
 *
 * @param x whole items, `[batch, ...shape]`.
 * @param batchExtras conditions, labels and encoder inputs of the items, if the model takes them.
 */
export function computeObjective(
  model: Autoencoder,
  x: tf.Tensor,
  scalars: ObjectiveScalars,
  context: LayerContext,
  { condition, label, input: given }: BatchExtras<tf.Tensor> = {},
): ObjectiveTerms {
  const { input, target } = prepareInput(
    model.spec,
    x,
    (name) => context.noise(name),
    () => scalars.scalar('corruption'),
    given,
  );
  const encoded = model.encode(input, context, condition);
  const bound = computeBound(model, encoded, { target, condition }, scalars, context);
  const scalar = scalars.scalar.bind(scalars);
  const terms = Object.values(penalties)
    .map((penalty) => penalty({ model, encoded, latents: bound.latents, label, scalar, context }))
    .filter((term): term is PenaltyTerms => term !== null);
  const weighted = terms.flatMap(({ penalty }) => penalty ?? []);
  const auxiliary = terms.flatMap((term) => term.auxiliary ?? []);
  const sum = (parts: readonly tf.Scalar[]): tf.Scalar =>
    parts.reduce<tf.Tensor>((total, part) => tf.add(total, part), bound.total) as tf.Scalar;
  const total = sum(weighted);
  return {
    total,
    reconstruction: bound.reconstruction,
    kl: bound.kl,
    loss: auxiliary.length === 0 ? total : sum([...weighted, ...auxiliary]),
    extras: Object.assign({}, bound.extras, ...terms.map(({ extras }) => extras)) as Record<
      string,
      tf.Scalar
    >,
  };
}
