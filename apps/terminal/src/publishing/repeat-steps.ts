/** Trains the first steps of a recipe on the data of a package, and nothing else: neither a run nor a checkpoint. */
import { IncompatibleError, type DatasetRecord, type Recipe } from '@speil/api';
import { train, TrainingControl, type TrainingHost } from '@speil/core';
import { loadEngine } from '../engines/engines.js';
import type { Io } from '../io/io.js';
import { openData, type OpenedData } from '../trainer/data.js';
import type { DataRequest } from '../trainer/messages.js';

/**
 * Opens the data that a model was trained on.
 *
 * @param recorded the data as the package records them.
 * @throws IncompatibleError for other data than the recorded; what opening them throws.
 */
export async function openRecorded(
  recipe: Recipe,
  request: DataRequest,
  recorded: DatasetRecord,
): Promise<OpenedData> {
  const opened = await openData(request, recipe);
  const { id, fingerprint, size } = opened.train;
  if (fingerprint === recorded.fingerprint) return opened;
  throw new IncompatibleError(
    `The model was trained on other data than ${id} is here: expected ${recorded.size} examples with fingerprint ${recorded.fingerprint.slice(0, 12)}. Received: ${size} with ${fingerprint.slice(0, 12)}.`,
  );
}

export interface RepeatedSteps {
  /** The name of the engine that computed. */
  readonly engine: string;
  /** The total loss of each step; fewer than asked for if the training ended before. */
  readonly losses: readonly number[];
}

/** @returns the losses of the first steps of the recipe. */
export async function repeatSteps(
  recipe: Recipe,
  { train: data }: OpenedData,
  { steps, engine: engineName }: { readonly steps: number; readonly engine: string },
  io: Io,
): Promise<RepeatedSteps> {
  const notice = (line: string): void => io.err(`speil: ${line}`);
  const engine = await loadEngine(engineName, { training: true, notice });
  const control = new TrainingControl();
  const losses: number[] = [];
  const host: TrainingHost = {
    emit(event) {
      if (event.type !== 'step-end') return;
      losses.push(event.losses.total);
      io.progress.update('training', event.step, steps);
      if (event.step >= steps) control.send({ type: 'stop' });
    },
    saveCheckpoint: () => Promise.resolve(''),
    saveSample: () => Promise.resolve(''),
  };
  await train({
    run: 'retrain',
    recipe: recipe.name,
    spec: recipe.model,
    settings: recipe.training,
    engine,
    train: data,
    host,
    control,
  });
  return { engine: engine.name, losses: losses.slice(0, steps) };
}
