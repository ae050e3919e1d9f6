/** Models that are small enough to train in a test, and a host that keeps a run in memory. */
import { modelSpecSchema, trainingSettingsSchema } from '@speil/api';
import type { ModelSpec, TrainingEvent, TrainingSettings, TrainingSettingsInput } from '@speil/api';
import { syntheticImages } from '@speil/testing';
import type { TrainingCheckpoint, TrainingHost, TrainingPicture } from '../training/host.js';

/**
 * A model of 8 x 8 images with two latent dimensions. It has batch normalisation and dropout, whose state and noise
 * must be the same after a resume.
 */
export const tinyVae: ModelSpec = modelSpecSchema.parse({
  name: 'tiny-vae',
  family: 'vae',
  codec: { id: 'image', shape: [8, 8, 1] },
  latentShape: [2],
  architecture: {
    encoder: [
      { type: 'conv2d', filters: 4, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'batchNormalization', momentum: 0.9 },
      { type: 'flatten' },
      { type: 'dropout', rate: 0.1 },
      { type: 'dense', units: 8, activation: 'relu' },
    ],
    decoder: [
      { type: 'dense', units: 64, activation: 'relu' },
      { type: 'reshape', shape: [4, 4, 4] },
      { type: 'conv2dTranspose', filters: 1, kernelSize: 3, strides: 2 },
    ],
  },
  bottleneck: { kind: 'gaussian', size: 2 },
  objective: { likelihood: { kind: 'bernoulli' } },
});

export const tinyAe: ModelSpec = modelSpecSchema.parse({
  name: 'tiny-ae',
  family: 'ae',
  codec: { id: 'image', shape: [8, 8, 1] },
  latentShape: [3],
  architecture: {
    encoder: [{ type: 'flatten' }, { type: 'dense', units: 16, activation: 'tanh' }],
    decoder: [
      { type: 'dense', units: 16, activation: 'tanh' },
      { type: 'dense', units: 64 },
      { type: 'reshape', shape: [8, 8, 1] },
    ],
  },
  bottleneck: { kind: 'deterministic', size: 3 },
  objective: { likelihood: { kind: 'mse' } },
});

export const tinySettings = (change: Partial<TrainingSettingsInput> = {}): TrainingSettings =>
  trainingSettingsSchema.parse({
    epochs: 2,
    batchSize: 16,
    learningRate: { kind: 'constant', value: 0.01 },
    ...change,
  });

/** 40 examples, so that with batches of 16 the last batch of an epoch is smaller. */
export const tinyData = syntheticImages(40);

export interface MemoryHost extends TrainingHost {
  readonly events: TrainingEvent[];
  readonly checkpoints: TrainingCheckpoint[];
  readonly pictures: TrainingPicture[];
}

/** @param onEvent is called with each event, for example to give commands at a certain step. */
export function memoryHost(onEvent: (event: TrainingEvent) => void = () => undefined): MemoryHost {
  const host: MemoryHost = {
    events: [],
    checkpoints: [],
    pictures: [],
    emit(event) {
      host.events.push(event);
      onEvent(event);
    },
    saveCheckpoint(checkpoint) {
      host.checkpoints.push(checkpoint);
      return Promise.resolve(`checkpoints/${checkpoint.step}`);
    },
    saveSample(picture) {
      host.pictures.push(picture);
      return Promise.resolve(`samples/${picture.step}-${picture.kind}.png`);
    },
  };
  return host;
}
