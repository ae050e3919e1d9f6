/**
 * What an encoder says of a batch of items: where they lie in the latent space, and how sure it is.
 */
import type { Batch } from './batch.js';

/** A point, for a plain autoencoder. `mean` is `[batch, ...latentShape]`. */
export interface PointPosterior {
  readonly kind: 'deterministic';
  readonly mean: Batch;
}

/** A diagonal Gaussian; both batches are `[batch, ...latentShape]`. `logVariance` is ln sigma squared. */
export interface GaussianPosterior {
  readonly kind: 'gaussian';
  readonly mean: Batch;
  readonly logVariance: Batch;
}

/** Discrete latents; `indices` is `[batch, ...latentShape]` of whole numbers below `codebookSize`. */
export interface CodesPosterior {
  readonly kind: 'vq';
  readonly indices: Batch;
  readonly codebookSize: number;
}

export type Posterior = PointPosterior | GaussianPosterior | CodesPosterior;
