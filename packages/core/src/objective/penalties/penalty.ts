/** What an objective adds to its bound: the contract that each file of this folder implements. */
import type * as tf from '@tensorflow/tfjs-core';
import type { OptionalScalar } from '@speil/api';
import type { Autoencoder } from '../../autoencoder/autoencoder.js';
import type { EncodedBatch } from '../../networks/encoded.js';
import type { LayerContext } from '../../ops/context.js';

export interface PenaltyInput {
  readonly model: Autoencoder;
  readonly encoded: EncodedBatch;
  /** What was decoded, `[batch, ...latentShape]`. */
  readonly latents: tf.Tensor;
  /** `[batch, classes]`, one-hot, where the model learns classes. */
  readonly label: tf.Tensor | undefined;
  scalar(name: OptionalScalar): tf.Scalar;
  readonly context: LayerContext;
}

/** Scalars, in nats an item. */
export interface PenaltyTerms {
  /** Weighted, a part of the total. */
  readonly penalty?: tf.Scalar;
  /** The loss of a network that learns beside the model: descended, but no part of the total. */
  readonly auxiliary?: tf.Scalar;
  /** Unweighted parts and figures, by the names under which a run reports them. */
  readonly extras: Readonly<Record<string, tf.Scalar>>;
}

/** @returns null for a model whose spec does not have the penalty. */
export type Penalty = (input: PenaltyInput) => PenaltyTerms | null;
