/**
 * The central contract: a model that maps items to latents and back. Sampling, interpolation and every other latent
 * tool of `@speil/core` are functions of this interface.
 */
import type { Batch } from './batch.js';
import type { LatentSpec, ModelSpec } from '../schemas/model-spec.js';
import type { Posterior } from './posterior.js';

/** How items are encoded. */
export interface EncodeOptions<C = never> {
  /** One condition per item, for a conditional model. */
  readonly condition?: readonly C[];
  /** Aborts the work before its next batch. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** How latents are drawn from a learned prior. */
export interface SampleOptions {
  /** Seed of the draws; the same seed gives the same latents. Default 0. */
  readonly seed?: number;
  /** Divides the logits from which latents are drawn. Default 1. */
  readonly temperature?: number;
  /** Aborts the work. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** How an encoder's inputs are made from whole items. */
export interface DegradeOptions {
  /** Seed of the corruption's draws. Default 0. */
  readonly seed?: number;
  /** Strength of the corruptions; 1 applies them as declared. Default 1. */
  readonly strength?: number;
  /** Aborts the work. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** How latents are classified. */
export interface ClassifyOptions {
  /** Aborts the work. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** How latents are decoded. */
export interface DecodeOptions<C = never> extends EncodeOptions<C> {
  /** Scale of the decoder's randomness. If it is 0 or absent, the mean is decoded. */
  readonly temperature?: number;
  /** Seed of that randomness. Default 0. */
  readonly seed?: number;
}

/**
 * A model that maps items to latents and back; the tools of the latent space take any of them.
 *
 * @typeParam S the type of the model's spec; the latent tools need only `LatentSpec`.
 */
export interface LatentModel<T, C = never, S extends LatentSpec = ModelSpec> {
  /** Plain JSON: family, codec, architecture, bottleneck, objective. */
  readonly spec: S;
  /**
   * Encodes items, which must have the shape of the encoder's input: small pictures for a super-resolution model,
   * pictures to clean for a denoiser.
   *
   * @returns the posterior of each item, `[items.length, ...latentShape]`.
   */
  encode(items: readonly T[], options?: EncodeOptions<C>): Promise<Posterior>;
  /**
   * Decodes latents to items.
   *
   * @param latents `[batch, ...latentShape]`.
   * @returns `batch` items.
   */
  decode(latents: Batch, options?: DecodeOptions<C>): Promise<readonly T[]>;
  /** Makes the encoder's input in training from whole items: corrupted, reduced or binarised, as the spec declares. */
  degrade?(items: readonly T[], options?: DegradeOptions): Promise<readonly T[]>;
  /**
   * Computes the probability of each class, `[batch, classes]`, for a model that has learned classes.
   *
   * @param latents `[batch, ...latentShape]`.
   */
  classify?(latents: Batch, options?: ClassifyOptions): Promise<Batch>;
  /**
   * Predicts each row of items from the rows before it (teacher forcing), for a model that generates one row after the
   * other. Returns the means of the likelihood, `[batch, ...codec shape]`.
   */
  predict?(latents: Batch, items: readonly T[], options?: EncodeOptions<C>): Promise<Batch>;
  /** Draws from a learned prior, `[count, ...latentShape]`; absent if the prior is the standard normal. */
  samplePrior?(count: number, options?: SampleOptions): Promise<Batch>;
  /** Frees the weights. Calling it twice is harmless; using the model afterwards throws an error. */
  dispose(): void;
}
