/** `--sampler mixture`: a Gaussian mixture fitted to the latents of a dataset. */
import { sizeOf, type Batch, type ModelSpec, isDiscrete } from '@speil/api';
import { drawPosterior, collectLatents, fitMixtureSampler } from '@speil/core';
import type { LatentSampler } from '@speil/core';
import type { ModelDataOptions } from '../domains/domain.js';
import { openEngine, type EngineOption } from '../engines/engines.js';
import { UsageError } from '../io/exit.js';
import type { Io } from '../io/io.js';
import { listenForInterruption } from '../io/signals.js';
import { plural } from '../report/format.js';
import { openModelData } from './latent-space.js';

export interface MixtureRequest extends ModelDataOptions, EngineOption {
  readonly seed: number;
  readonly components: number;
  readonly limit: number;
}

/**
 * Upper bound on the latent size. The number of elements of a covariance matrix is its square, and beyond the bound
 * each iteration would take minutes.
 */
const widest = 512;
/**
 * Upper bound on the latent size for full covariances. Beyond it, a covariance matrix has more elements than a dataset
 * has items.
 */
const widestFull = 64;

/**
 * Fits a mixture to the latents of data. For a variational model, these are samples of the posteriors (the aggregated
 * posterior).
 *
 * @throws UsageError for a model with codebook indices or with too many latent dimensions; and any error of opening the
 *   data.
 */
export async function fitMixture(
  name: string,
  request: MixtureRequest,
  io: Io,
): Promise<LatentSampler> {
  const { components, seed, limit } = request;
  const { model, dataset } = await openModelData(name, request, io, refuseUnfit);
  const { spec } = model.file;
  const engine = await openEngine(io, request);
  const interruption = listenForInterruption();
  const width = sizeOf(spec.latentShape);
  const count = Math.min(dataset.size, limit);
  let latents: Batch;
  try {
    const { signal } = interruption;
    const onProgress = (done: number, total: number): void => {
      io.progress.update('encoding', done, total);
    };
    const collected = await collectLatents(model, engine, dataset, { limit, signal, onProgress });
    latents = drawPosterior(collected, seed);
  } finally {
    interruption.stop();
  }
  if (count < components) {
    throw new UsageError(
      `A mixture needs at least as many examples as components. Received: ${plural(count, 'example')}, --components ${components}.`,
    );
  }
  const covariance = width > widestFull ? 'diagonal' : 'full';
  io.progress.update('fitting the mixture');
  return fitMixtureSampler(latents, { components, seed, covariance });
}

/** Called before any data are read. */
function refuseUnfit({ name, bottleneck, latentShape }: ModelSpec): void {
  if (isDiscrete(bottleneck)) {
    throw new UsageError(
      `The latents of ${name} are codebook indices, which have no mixture of Gaussians: leave out --sampler mixture.`,
    );
  }
  if (sizeOf(latentShape) <= widest) return;
  throw new UsageError(
    `A mixture is fitted to at most ${widest} latent dimensions; ${name} has ${sizeOf(latentShape)}: leave out --sampler mixture.`,
  );
}
