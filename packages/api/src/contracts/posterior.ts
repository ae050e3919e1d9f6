/** The output of an encoder for a batch: the location of each item in the latent space, and its uncertainty. */
import type { Batch } from './batch.js';

/** A single point for each item, for a plain autoencoder. `mean` is `[batch, ...latentShape]`. */
export interface DeterministicPosterior {
  readonly kind: 'deterministic';
  readonly mean: Batch;
}

/** A diagonal Gaussian; both batches are `[batch, ...latentShape]`. `logVariance` is ln(sigma^2). */
export interface GaussianPosterior {
  readonly kind: 'gaussian';
  readonly mean: Batch;
  readonly logVariance: Batch;
}

/** Indices of codebook vectors; `indices` is `[batch, ...latentShape]` of integers below `codebookSize`. */
export interface VqPosterior {
  readonly kind: 'vq';
  readonly indices: Batch;
  readonly codebookSize: number;
}

export type Posterior = DeterministicPosterior | GaussianPosterior | VqPosterior;

/** The latents that `decode` takes for a posterior, `[batch, ...latentShape]`: its mean, or its indices. */
export function posteriorLatents(posterior: Posterior): Batch {
  return posterior.kind === 'vq' ? posterior.indices : posterior.mean;
}
