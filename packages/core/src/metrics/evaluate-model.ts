/** Figures of a stored model on a dataset, with no tensor of the caller's. */
import type { Dataset } from '@speil/api';
import { uploadAll, type Engine } from '../engines/engine.js';
import type { ReadModel } from '../files/model-files.js';
import { createAutoencoder } from '../models/autoencoder.js';
import { assertTakes } from '../models/encode-dataset.js';
import { evaluate, type EvaluateOptions, type Evaluation } from './evaluate.js';

/** What of a model is asked for: no more than its spec and weights. */
export interface EvaluatedModel extends Pick<ReadModel, 'variables'> {
  readonly file: Pick<ReadModel['file'], 'spec'>;
}

/** @throws IncompatibleError when the dataset's items are not of the model's shape. */
export async function evaluateModel(
  { file, variables }: EvaluatedModel,
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
