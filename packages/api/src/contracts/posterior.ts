/** The output of an encoder for a batch: the location of each item in the latent space, and its uncertainty. */
import type { Batch } from './batch.js';

/** A single point for each item, for a plain autoencoder. `mean` is `[batch, ...latentShape]`. */
export interface DeterministicPosterior {
  /** Names the member of the union. */
  readonly kind: 'deterministic';
  /** The latents, `[batch, ...latentShape]`. */
  readonly mean: Batch;
}

/** A diagonal Gaussian; both batches are `[batch, ...latentShape]`. `logVariance` is ln(sigma^2). */
export interface GaussianPosterior {
  /** Names the member of the union. */
  readonly kind: 'gaussian';
  /** Means, `[batch, ...latentShape]`. */
  readonly mean: Batch;
  /** ln(sigma^2), `[batch, ...latentShape]`. */
  readonly logVariance: Batch;
}

/** Indices of codebook vectors; `indices` is `[batch, ...latentShape]` of integers below `codebookSize`. */
export interface VqPosterior {
  /** Names the member of the union. */
  readonly kind: 'vq';
  /** Indices into the codebook, `[batch, ...latentShape]`: whole numbers from 0. */
  readonly indices: Batch;
  /** Number of vectors of the codebook; the indices are below it. */
  readonly codebookSize: number;
}

/** What an encoder gives for a batch of items: points, Gaussians, or indices of a codebook. */
export type Posterior = DeterministicPosterior | GaussianPosterior | VqPosterior;

/** The latents that `decode` takes for a posterior, `[batch, ...latentShape]`: its mean, or its indices. */
export function posteriorLatents(posterior: Posterior): Batch {
  return posterior.kind === 'vq' ? posterior.indices : posterior.mean;
}
