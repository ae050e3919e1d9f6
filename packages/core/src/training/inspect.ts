/** A model between two steps of its training, for hosts that look at it: what of its inputs a dataset gives is read from there. */
import type { Batch, Dataset, ModelSpec } from '@speil/api';
import {
  encodeConditions,
  readConditions,
  readEncoderInputs,
  type Condition,
} from '../autoencoder/batch-extras.js';
import type { StepBatch, TrainingSession } from './session.js';

/** A model between two steps of its training. */
export interface ModelInTraining {
  /** Number of steps that were done. */
  readonly step: number;
  /** Encodes items of a dataset to the means of their posteriors, `[indices.length, ...latentShape]`. */
  readonly encode: (dataset: Dataset, indices: ArrayLike<number>) => Promise<Batch>;
  /** The encoder's inputs of items of a dataset, such as noisy ones, and their reconstructions. */
  readonly reconstruct: (
    dataset: Dataset,
    indices: ArrayLike<number>,
  ) => Promise<{ readonly inputs: Batch; readonly reconstructions: Batch }>;
  /**
   * Decodes latents `[batch, ...latentShape]` to means, `[batch, ...codec shape]`.
   *
   * @param conditions one for each latent; only for a conditional model.
   */
  readonly decode: (latents: Batch, conditions?: readonly Condition[]) => Promise<Batch>;
}

export function modelInTraining(
  session: TrainingSession,
  spec: ModelSpec,
  step: number,
): ModelInTraining {
  return {
    step,
    encode: async (dataset, indices) => session.encode(await readItems(spec, dataset, indices)),
    reconstruct: async (dataset, indices) =>
      session.reconstruct(await readItems(spec, dataset, indices)),
    decode: (latents, conditions) =>
      session.decode(latents, encodeConditions(spec, conditions, latents.shape[0]!)),
  };
}

/** Items of a dataset, with what the model takes beside them. */
export async function readItems(
  spec: ModelSpec,
  dataset: Dataset,
  indices: ArrayLike<number>,
): Promise<StepBatch> {
  const condition = await readConditions(spec, dataset, indices);
  const given = await readEncoderInputs(spec, dataset, indices);
  return {
    x: await dataset.read(indices),
    ...(condition && { condition }),
    ...(given && { input: given }),
  };
}
