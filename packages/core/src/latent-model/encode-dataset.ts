/** Encodes a dataset batch by batch. It needs the memory of one batch, however many items there are. */
import {
  IncompatibleError,
  throwIfAborted,
  type Batch,
  type Dataset,
  type ModelSpec,
} from '@speil/api';
import { uploadAll, type Engine } from '../engines/engine.js';
import type { ModelParts } from '../files/model-files.js';
import { encodeBatch } from '../functions/encode-batch.js';
import { yieldToEventLoop } from '../engines/yield.js';
import { createAutoencoder } from '../autoencoder/autoencoder.js';
import {
  assertConditions,
  assertEncoderInputs,
  readConditions,
  readEncoderInputs,
} from '../autoencoder/batch-extras.js';

/** How a dataset is encoded. */
export interface EncodeDatasetOptions {
  /** Default 200. */
  readonly batchSize?: number;
  /** Maximum number of examples; the first examples are used. Default: all. */
  readonly limit?: number;
  /** Aborts the work before its next batch. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** Items in the order of the dataset. */
export interface EncodedItems {
  /** Index of the first item. */
  readonly start: number;
  /** `[n, ...latentShape]`. */
  readonly mean: Batch;
  /** ln(sigma^2), `[n, ...latentShape]`; for a variational model. */
  readonly logVariance?: Batch;
}

/** @throws IncompatibleError when the dataset's items are not of the model's shape. */
export function assertTakes({ name, codec }: ModelSpec, { id, shape }: Dataset): void {
  if (shape.join() === codec.shape.join()) return;
  throw new IncompatibleError(
    `Model ${name} takes examples of shape [${codec.shape.join(', ')}]; dataset ${id} gives [${shape.join(', ')}]. Choose other data, or a model of that shape.`,
  );
}

/**
 * Encodes a dataset. The model's weights stay on the engine during the iteration. They are freed at its end, even after
 * an error or a `break`.
 *
 * @throws IncompatibleError when the dataset's items are not of the model's shape.
 */
export async function* encodeDataset(
  { file, variables }: ModelParts,
  engine: Engine,
  dataset: Dataset,
  { batchSize = 200, limit = Infinity, signal }: EncodeDatasetOptions = {},
): AsyncGenerator<EncodedItems, void, undefined> {
  const { spec } = file;
  assertTakes(spec, dataset);
  assertConditions(spec, dataset);
  assertEncoderInputs(spec, dataset);
  const model = createAutoencoder(spec);
  const examples = Math.min(dataset.size, limit);
  const indicesFrom = (start: number): number[] =>
    Array.from({ length: Math.min(batchSize, examples - start) }, (_, i) => start + i);
  const residents = uploadAll(engine, variables);
  try {
    for (let start = 0; start < examples; start += batchSize) {
      await yieldToEventLoop();
      throwIfAborted(signal);
      const indices = indicesFrom(start);
      const rows = await dataset.read(indices);
      if (start + batchSize < examples) dataset.prefetch?.(indicesFrom(start + batchSize));
      const condition = await readConditions(spec, dataset, indices);
      const given = await readEncoderInputs(spec, dataset, indices);
      // Reduce or binarise the items as the encoder requires, but do not corrupt them.
      const options = { strength: 0, given, condition };
      const batch = await encodeBatch(model, residents, engine, rows, start, options);
      const { encoded } = batch;
      try {
        const shape = [rows.shape[0]!, ...spec.latentShape];
        const mean = { shape, values: await engine.download(encoded['mean']!) };
        const spread = encoded['logVariance'];
        yield {
          start,
          mean,
          ...(spread && { logVariance: { shape, values: await engine.download(spread) } }),
        };
      } finally {
        batch.release();
      }
    }
  } finally {
    engine.release({ residents });
  }
}
