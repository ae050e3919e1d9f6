/**
 * Turns a model trained with Speil into a checkpoint. The variables keep their names, which are the names in official
 * checkpoints.
 */
import { readModel, type ModelSource, type ReadModel } from '@speil/core';
import { planOfSpec } from '../models/plan.js';
import type { Checkpoint } from './load.js';

/**
 * Takes the checkpoint out of a trained model.
 *
 * @throws InvalidArgumentError for a model that is not a music model.
 */
export function trainedCheckpoint({ file, variables }: ReadModel): Checkpoint {
  return { plan: planOfSpec(file.spec), variables };
}

/**
 * Reads the model of a run as a checkpoint.
 *
 * @param source a run's checkpoint or another model in Speil's format.
 * @throws the errors of `readModel`.
 */
export async function loadTrained(source: ModelSource): Promise<Checkpoint> {
  return trainedCheckpoint(await readModel(source));
}
