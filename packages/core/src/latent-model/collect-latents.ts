/**
 * Collects the latents of a whole dataset in one batch, for computations that need all of them: a mixture, a probe, a
 * picture.
 */
import { sizeOf, type Batch, type Dataset, type Engine } from '@speil/api';
import type { ModelParts } from '../files/model-files.js';
import { encodeDataset, type EncodeDatasetOptions } from './encode-dataset.js';

/** How a dataset's latents are collected. */
export interface CollectLatentsOptions extends EncodeDatasetOptions {
  /** Called after each batch with the number of examples done and the total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The latents of a dataset, in its order. */
export interface CollectedLatents {
  /** Posterior means, `[n, ...latentShape]`; indices for a model with a codebook. */
  readonly mean: Batch;
  /** ln(sigma^2), for a Gaussian bottleneck. */
  readonly logVariance?: Batch;
}

/**
 * Encodes a dataset, and keeps the latents alone.
 *
 * @throws IncompatibleError when the dataset's items are not of the model's shape.
 */
export async function collectLatents(
  model: ModelParts,
  engine: Engine,
  dataset: Dataset,
  { onProgress, ...options }: CollectLatentsOptions = {},
): Promise<CollectedLatents> {
  const { latentShape } = model.file.spec;
  const width = sizeOf(latentShape);
  const count = Math.min(dataset.size, options.limit ?? Infinity);
  const emptyBatch = (): Batch => ({
    shape: [count, ...latentShape],
    values: new Float32Array(count * width),
  });
  const mean = emptyBatch();
  let logVariance: Batch | undefined;
  for await (const items of encodeDataset(model, engine, dataset, options)) {
    const at = items.start * width;
    mean.values.set(items.mean.values, at);
    if (items.logVariance !== undefined) {
      logVariance ??= emptyBatch();
      logVariance.values.set(items.logVariance.values, at);
    }
    onProgress?.(items.start + items.mean.shape[0]!, count);
  }
  return { mean, ...(logVariance && { logVariance }) };
}
