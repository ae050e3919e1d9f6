/** Events of a small training, for tests: two epochs of ten steps with four examples each. */
import type { TrainingEventOf } from '@speil/api';

/** The start of the training. @param changes properties that differ. */
export function runStart(
  changes: Partial<TrainingEventOf<'run-start'>> = {},
): TrainingEventOf<'run-start'> {
  return {
    type: 'run-start',
    time: 0,
    run: 'a',
    recipe: 'mnist-vae',
    engine: 'wasm',
    seed: 1,
    parameters: 71_681,
    trainExamples: 40,
    validationExamples: 10,
    batchSize: 4,
    epochs: 2,
    stepsPerEpoch: 10,
    resumedFrom: 0,
    ...changes,
  };
}

/** The end of a step. @param step the step, counted from 1. @param total the total loss, in nats. */
export function stepEnd(step: number, total = 100 + 100 / step): TrainingEventOf<'step-end'> {
  return {
    type: 'step-end',
    time: step,
    step,
    epoch: Math.ceil(step / 10),
    examples: 4,
    seconds: 0.01,
    losses: { total, reconstruction: total - 5, kl: 5 },
    learningRate: 1e-3,
    beta: 1,
  };
}

/** The end of an epoch, at its last step. @param epoch the epoch, counted from 1. */
export function epochEnd(epoch: number): TrainingEventOf<'epoch-end'> {
  const losses = { total: 90, reconstruction: 84, kl: 6 };
  return {
    type: 'epoch-end',
    time: epoch * 10,
    step: epoch * 10,
    epoch,
    train: losses,
    validation: losses,
    examplesPerSecond: 400,
    best: true,
  };
}
