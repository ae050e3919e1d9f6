/**
 * The contract at the centre: a model between items and their latent codes. Sampling, interpolation and every other
 * latent tool are functions over this interface, written once in `@speil/core`.
 */
import type { Batch } from './batch.js';
import type { ModelSpec } from './schemas/model-spec.js';
import type { Posterior } from './posterior.js';

export interface EncodeOptions<C = undefined> {
  /** One condition an item, for a conditional model. */
  readonly condition?: readonly C[];
  /** Aborting rejects with `AbortedError`; work between batches stops. */
  readonly signal?: AbortSignal;
}

export interface DecodeOptions<C = undefined> extends EncodeOptions<C> {
  /** Scale of the decoder's own randomness; 0 or absent gives the mean. */
  readonly temperature?: number;
  /** Seed of that randomness. Default 0. */
  readonly seed?: number;
}

export interface LatentModel<T, C = undefined> {
  /** Plain JSON: family, codec, architecture, bottleneck, objective. */
  readonly spec: ModelSpec;
  /** @returns the posterior of each item, `[items.length, ...latentShape]`. */
  encode(items: readonly T[], options?: EncodeOptions<C>): Promise<Posterior>;
  /** @param latents `[batch, ...latentShape]`. @returns `batch` items. */
  decode(latents: Batch, options?: DecodeOptions<C>): Promise<readonly T[]>;
  /** Frees the weights. Calling it twice is harmless; using the model afterwards throws. */
  dispose(): void;
}
