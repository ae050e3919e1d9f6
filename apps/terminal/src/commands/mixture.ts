/** `--sampler mixture`: a Gaussian mixture over the codes that a model gives a data set. */
import { sizeOf, type Batch, type ModelSpec } from '@speil/api';
import { drawPosterior, encodeDataset, mixtureSampler } from '@speil/core';
import type { LatentSampler } from '@speil/core';
import { UsageError } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { listenForInterruption } from '../cli/signals.js';
import { engineFor } from '../engines.js';
import { openModelData, type ModelDataOptions } from './model-data.js';
import { plural } from '../report/format.js';

export interface MixtureRequest extends ModelDataOptions {
  readonly engine: string;
  readonly seed: number;
  readonly components: number;
  readonly limit: number;
}

/** A component's covariance has the square of this; beyond it, each round would take minutes. */
const widest = 512;
/** Up to here covariances are full; wider codes have more numbers in one than a data set has items. */
const widestFull = 64;

/**
 * Of a variational model draws from the posteriors are fitted, whose mixture is the aggregated posterior; else the codes.
 *
 * @throws UsageError for a model whose codes are names or too many numbers, and what the data throw.
 */
export async function fitMixture(
  name: string,
  request: MixtureRequest,
  io: Io,
): Promise<LatentSampler> {
  const { components, seed, limit } = request;
  const { model, dataset } = await openModelData(name, request, io, refuseUnfit);
  const { spec } = model.file;
  const engine = await engineFor(request, io);
  const interruption = listenForInterruption();
  const width = sizeOf(spec.latentShape);
  const count = Math.min(dataset.size, limit);
  const values = new Float32Array(count * width);
  try {
    const { signal } = interruption;
    for await (const items of encodeDataset(model, engine, dataset, { limit, signal })) {
      values.set(drawPosterior(items, seed, items.start).values, items.start * width);
      io.progress.update('encoding', items.start + items.mean.shape[0]!, count);
    }
  } finally {
    interruption.stop();
  }
  if (count < components) {
    throw new UsageError(
      `A mixture needs as many examples as components at least. Received: ${plural(count, 'example')}, --components ${components}.`,
    );
  }
  const codes: Batch = { shape: [count, ...spec.latentShape], values };
  const covariance = width > widestFull ? 'diagonal' : 'full';
  io.progress.update('fitting the mixture');
  return mixtureSampler(codes, { components, seed, covariance });
}

/** Before any data are read. */
function refuseUnfit({ name, bottleneck, latentShape }: ModelSpec): void {
  if (bottleneck.kind === 'vq') {
    throw new UsageError(
      `The codes of ${name} are names, over which there is no mixture of Gaussians: leave out --sampler mixture.`,
    );
  }
  if (sizeOf(latentShape) <= widest) return;
  throw new UsageError(
    `A mixture is fitted to codes of at most ${widest} numbers; those of ${name} have ${sizeOf(latentShape)}: leave out --sampler mixture.`,
  );
}
