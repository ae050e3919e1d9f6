/** Evaluates a stored model on a dataset; the caller needs no tensors. */
import type { Dataset } from '@speil/api';
import { uploadAll, type Engine } from '../engines/engine.js';
import type { ModelParts } from '../files/model-files.js';
import { createAutoencoder } from '../autoencoder/autoencoder.js';
import { assertTakes } from '../latent-model/encode-dataset.js';
import { evaluate, type EvaluateOptions, type Evaluation } from './evaluate.js';

/**
 * Measures a model on a dataset.
 *
 * @throws IncompatibleError when the dataset's items are not of the model's shape.
 */
export async function evaluateModel(
  { file, variables }: ModelParts,
  engine: Engine,
  dataset: Dataset,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { spec } = file;
  assertTakes(spec, dataset);
  const residents = uploadAll(engine, variables);
  try {
    return await evaluate(createAutoencoder(spec), residents, engine, dataset, options);
  } finally {
    engine.release({ residents });
  }
}
