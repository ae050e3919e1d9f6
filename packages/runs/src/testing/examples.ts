/** Small runs for tests. */
import type { RunConfig, TrainingEvent, TrainingEventOf } from '@speil/api';

/** A picture of two pixels, one black and one white. */
export const examplePng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNg+A8AAQIBAEK+vGgAAAAASUVORK5CYII=',
  'base64',
);

export const exampleConfig: RunConfig = {
  format: 'speil-run',
  formatVersion: 1,
  recipe: {
    name: 'example',
    title: 'An example',
    domain: 'images',
    dataset: { name: 'mnist-10k' },
    model: {
      name: 'example',
      family: 'vae',
      codec: { id: 'image', shape: [2, 2, 1] },
      latentShape: [2],
      architecture: {
        encoder: [{ type: 'flatten' }],
        decoder: [{ type: 'dense', units: 4, activation: 'linear' }],
      },
      bottleneck: { kind: 'gaussian', size: 2 },
      objective: { likelihood: { kind: 'bernoulli' } },
      condition: null,
    },
    training: {
      epochs: 2,
      batchSize: 4,
      optimizer: { name: 'sgd' },
      learningRate: { kind: 'constant', value: 1e-3 },
      beta: { kind: 'constant', value: 1 },
      clipNorm: null,
      earlyStopping: null,
      seed: 1,
      checkpoint: { everySteps: 5, keep: 3 },
      sampleEverySteps: 5,
    },
  },
  data: {
    name: 'mnist-10k',
    train: { id: 'mnist-10k/train', fingerprint: '0'.repeat(64), size: 40 },
    validation: null,
  },
  engine: 'cpu',
  created: '2026-11-23T12:00:00.000Z',
  speil: '0.1.0',
};

export function checkpointEvent(step: number, folder: string): TrainingEvent {
  return { type: 'checkpoint', time: step, step, folder, best: false };
}

export function runEnd(
  step: number,
  reason: TrainingEventOf<'run-end'>['reason'] = 'completed',
): TrainingEventOf<'run-end'> {
  return { type: 'run-end', time: step, step, reason };
}
