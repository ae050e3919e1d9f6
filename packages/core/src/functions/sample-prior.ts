/** Draws from a model's prior on the engine that contains its variables. */
import {
  InvalidArgumentError,
  type Batch,
  type Engine,
  type Resident,
  type SampleOptions,
} from '@speil/api';
import type { Autoencoder } from '../autoencoder/autoencoder.js';
import { compileFunctions } from './model-functions.js';

/**
 * @param variables the model's variables, on the engine.
 * @returns `[count, ...latentShape]`; indices for a model with a codebook.
 * @throws InvalidArgumentError for a model without a prior.
 */
export async function samplePrior(
  model: Autoencoder,
  variables: Readonly<Record<string, Resident>>,
  engine: Engine,
  count: number,
  { seed = 0, temperature = 1, signal }: SampleOptions = {},
): Promise<Batch> {
  const { spec, prior } = model;
  if (prior === null) {
    throw new InvalidArgumentError(
      `Model ${spec.name} has no prior over its latents. Received: prior=null.`,
    );
  }
  if (!(temperature > 0)) {
    throw new InvalidArgumentError(
      `temperature must be above 0. Received: temperature=${temperature}.`,
    );
  }
  return prior.sample({
    count,
    latentShape: spec.latentShape,
    seed,
    temperature,
    signal,
    async compute(latents) {
      const batch = { z: engine.upload(latents) };
      const { out } = await compileFunctions(model, engine).prior({ variables, batch });
      const values = await engine.download(out!['values']!);
      engine.release({ batch, out: out! });
      return values;
    },
  });
}
