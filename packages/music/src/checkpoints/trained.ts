/** A model that was trained here, as a checkpoint: the variables have the names of the official ones already. */
import { readModel, type ModelSource, type ReadModel } from '@speil/core';
import { planOfSpec } from '../models/plan.js';
import type { Checkpoint } from './load.js';

/** @throws InvalidArgumentError for a model of something else than music. */
export function trainedCheckpoint({ file, variables }: ReadModel): Checkpoint {
  return { plan: planOfSpec(file.spec), variables };
}

/** @param source a run's checkpoint, or another model of Speil's own. @throws what `readModel` throws. */
export async function loadTrained(source: ModelSource): Promise<Checkpoint> {
  return trainedCheckpoint(await readModel(source));
}
