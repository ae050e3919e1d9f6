/** Runs in a page: the gradient self-test of an engine, which loading it includes, and a short training. */
import { modelSpecSchema, trainingSettingsSchema } from '@speil/api';
import { loadEngine, train } from '@speil/core';

const spec = modelSpecSchema.parse({
  name: 'dots',
  family: 'vae',
  codec: { id: 'image', shape: [8, 8, 1] },
  latentShape: [2],
  architecture: {
    encoder: [
      { type: 'conv2d', filters: 4, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'flatten' },
      { type: 'dense', units: 16, activation: 'relu' },
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

/** Pictures of one bright dot each. */
const dots = {
  id: 'dots/train',
  size: 64,
  shape: [8, 8, 1],
  fingerprint: '0'.repeat(64),
  read: (indices: readonly number[]) => ({
    shape: [indices.length, 8, 8, 1],
    values: Float32Array.from({ length: indices.length * 64 }, (_, i) =>
      i % 64 === indices[Math.floor(i / 64)] ? 1 : 0,
    ),
  }),
};

/** @returns the loss of each epoch. */
async function losses(engine: string): Promise<number[]> {
  const totals: number[] = [];
  await train({
    run: 'journey',
    recipe: 'dots',
    spec,
    settings: trainingSettingsSchema.parse({ epochs: 3, batchSize: 16, seed: 1 }),
    engine: await loadEngine(engine),
    train: dots,
    host: {
      emit: (event) => {
        if (event.type === 'epoch-end') totals.push(event.train.total);
      },
      saveCheckpoint: ({ step }) => Promise.resolve(`checkpoints/${step}`),
      saveSample: ({ kind }) => Promise.resolve(`samples/${kind}.png`),
    },
  });
  return totals;
}

async function hasAdapter(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
  return gpu !== undefined && (await gpu.requestAdapter()) !== null;
}

declare global {
  var losses: (engine: string) => Promise<number[]>;
  var hasAdapter: () => Promise<boolean>;
}
Object.assign(globalThis, { losses, hasAdapter });
