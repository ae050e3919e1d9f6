/** A classifier on the latents and its cross-entropy (a supervised autoencoder, Le, Patterson & White 2018). */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../../ops/context.js';
import { applyNetwork } from '../../networks/network.js';
import type { NetworkDeclaration } from '../../model-spec/model.js';
import type { Penalty } from './penalty.js';

export const supervision: Penalty = ({ model, latents, label, context }) => {
  const { supervision: spec } = model.spec.objective;
  if (spec === undefined) return null;
  const terms = supervisionTerms(model.declaration.classifier!, latents, label!, context);
  return { penalty: tf.mul(terms.classification, spec.weight), extras: { ...terms } };
};

export interface SupervisionTerms {
  /** The mean of -ln p(class) over the batch: a scalar, in nats. It is ln(classes) if the classifier guesses. */
  readonly classification: tf.Scalar;
  /** Accuracy: the fraction of items whose most probable class is their label. */
  readonly accuracy: tf.Scalar;
}

/** @param latents `[batch, ...latentShape]`. @param label `[batch, classes]`, one-hot. */
export function supervisionTerms(
  classifier: NetworkDeclaration,
  latents: tf.Tensor,
  label: tf.Tensor,
  context: LayerContext,
): SupervisionTerms {
  const logits = applyNetwork(classifier, latents, context);
  const right = tf.equal(tf.argMax(logits, 1), tf.argMax(label, 1));
  return {
    classification: tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(label, tf.logSoftmax(logits)), 1))),
    accuracy: tf.mean(tf.cast(right, 'float32')),
  };
}
