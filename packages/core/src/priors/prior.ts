/** The contract of a prior p(z), which each file of this folder implements. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '@speil/api';
import type { LayerContext } from '../ops/context.js';

/** The distribution of latents before any data. */
export interface Prior {
  /**
   * ln p(z) of each item, in nats.
   *
   * @param z `[batch, ...latentShape]`.
   * @returns `[batch]`.
   */
  logProb(z: tf.Tensor, context: LayerContext): tf.Tensor1D;
  /**
   * Computes KL(N(mean, exp(logVariance)) || p) of each dimension. Absent if there is no closed form: then the
   * objective estimates the KL from its draw of the posterior.
   *
   * @param mean,logVariance `[batch, latent]`.
   * @returns `[batch, latent]`, in nats.
   */
  readonly klFrom?: (mean: tf.Tensor, logVariance: tf.Tensor) => tf.Tensor2D;
  /** Draws from p(z), `[count, ...latentShape]`. The same seed gives the same draws. */
  sample(draw: PriorDraw): Promise<Batch>;
  /**
   * The part of sampling that needs the prior's variables. `sample` calls it through `PriorDraw.compute`. An
   * autoregressive prior computes the logits of each position given the positions before it; a flow computes the
   * transform of its noise. Absent for a prior without variables.
   *
   * @param z `[batch, ...latentShape]`.
   */
  readonly compute?: (z: tf.Tensor, context: LayerContext) => tf.Tensor;
  /** Whether the prior has its own variables, which are trained together with the model. */
  readonly learned: boolean;
}

/** What is drawn from a prior. */
export interface PriorDraw {
  /** Number of latents. */
  readonly count: number;
  /** Shape of one latent. */
  readonly latentShape: readonly number[];
  /** Determines the draws. */
  readonly seed: number;
  /** Temperature, above 0. 1 draws from p(z) itself, and a lower value draws closer to the mode. */
  readonly temperature: number;
  /** Aborts the drawing. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal | undefined;
  /** The prior's `compute` with the model's variables, on the engine. */
  readonly compute: (z: Batch) => Promise<Float32Array>;
}
