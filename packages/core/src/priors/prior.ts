/** What a prior p(z) is: the contract that each file of this folder implements. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '@speil/api';
import type { LayerContext } from '../ops/context.js';

export interface Prior {
  /**
   * ln p(z) of each item, nats.
   *
   * @param z `[batch, ...latentShape]`.
   * @returns `[batch]`.
   */
  logProb(z: tf.Tensor, context: LayerContext): tf.Tensor1D;
  /**
   * KL(N(mean, exp(logVariance)) || p) of each dimension, where it has a closed form; absent, the objective estimates it from
   * its draw of the posterior.
   *
   * @param mean,logVariance `[batch, latent]`.
   * @returns `[batch, latent]`, nats.
   */
  readonly klFrom?: (mean: tf.Tensor, logVariance: tf.Tensor) => tf.Tensor2D;
  /** Draws of p(z), `[count, ...latentShape]`; the same seed gives the same draws. */
  sample(draw: PriorDraw): Promise<Batch>;
  /**
   * For a prior that draws one position after the other: the logits of each position given those before it in reading order.
   *
   * @param z `[batch, ...latentShape]`.
   * @returns `[batch, positions, values]`.
   */
  readonly conditional?: (z: tf.Tensor, context: LayerContext) => tf.Tensor3D;
  /** Whether the prior has variables of its own, which a training step learns beside the model. */
  readonly learned: boolean;
}

export interface PriorDraw {
  readonly count: number;
  readonly latentShape: readonly number[];
  readonly seed: number;
  /** Above 0; 1 draws from p(z) itself. Less draws nearer to the mode. */
  readonly temperature: number;
  readonly signal?: AbortSignal | undefined;
  /** The prior's `conditional` of such latents, computed on the engine. */
  readonly conditional: (z: Batch) => Promise<Float32Array>;
}
