/** A classifier on the code, and how far its answers are from the classes that items have. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../ops/context.js';
import { applyNetwork } from '../networks/network.js';
import type { NetworkDeclaration } from '../model-spec/model.js';

export interface SupervisionTerms {
  /** -ln p(class), the mean over the batch. Scalar, nats; ln classes when it guesses. */
  readonly classification: tf.Scalar;
  /** The share of items whose likeliest class is theirs. */
  readonly accuracy: tf.Scalar;
}

/** @param code `[batch, ...latentShape]`. @param label `[batch, classes]`, one-hot. */
export function supervisionTerms(
  classifier: NetworkDeclaration,
  code: tf.Tensor,
  label: tf.Tensor,
  context: LayerContext,
): SupervisionTerms {
  const logits = applyNetwork(classifier, code, context);
  const right = tf.equal(tf.argMax(logits, 1), tf.argMax(label, 1));
  return {
    classification: tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(label, tf.logSoftmax(logits)), 1))),
    accuracy: tf.mean(tf.cast(right, 'float32')),
  };
}
