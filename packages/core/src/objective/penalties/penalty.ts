/** The contract of a penalty, which an objective adds to its bound. Each file of this folder implements it. */
import type * as tf from '@tensorflow/tfjs-core';
import type { OptionalScalar } from '@speil/api';
import type { Autoencoder } from '../../autoencoder/autoencoder.js';
import type { EncodedBatch } from '../../networks/encoded.js';
import type { LayerContext } from '../../ops/context.js';

export interface PenaltyInput {
  readonly model: Autoencoder;
  readonly encoded: EncodedBatch;
  /** The latents that were decoded, `[batch, ...latentShape]`. */
  readonly latents: tf.Tensor;
  /** `[batch, classes]`, one-hot, for a model that learns classes. */
  readonly label: tf.Tensor | undefined;
  scalar(name: OptionalScalar): tf.Scalar;
  readonly context: LayerContext;
}

/** Scalars, in nats per item. */
export interface PenaltyTerms {
  /** The weighted penalty, which is part of the total. */
  readonly penalty?: tf.Scalar;
  /** The loss of a network that learns together with the model. It is minimised, but is not part of the total. */
  readonly auxiliary?: tf.Scalar;
  /** Unweighted parts and other values, by the names under which a run reports them. */
  readonly extras: Readonly<Record<string, tf.Scalar>>;
}

/** @returns null for a model whose spec does not have the penalty. */
export type Penalty = (input: PenaltyInput) => PenaltyTerms | null;
