/** What the test of engines runs in a page: all self-tests, and a short training on one engine. */
import { modelSpecSchema, trainingSettingsSchema } from '@speil/api';
import { train } from '@speil/core';
import { loadEngine, probeEngines, type EngineReport } from '@speil/core/engines';
import { registerWasmEngine } from '@speil/core/engines/wasm';

const wasmPath = '/wasm/';
registerWasmEngine({ threads: () => 2 });

const side = 16;

/** Its products are large enough for several threads. */
const spec = modelSpecSchema.parse({
  name: 'dots',
  family: 'vae',
  codec: { id: 'image', shape: [side, side, 1] },
  latentShape: [2],
  architecture: {
    encoder: [
      { type: 'conv2d', filters: 4, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'flatten' },
      { type: 'dense', units: 256, activation: 'relu' },
    ],
    decoder: [
      { type: 'dense', units: 256, activation: 'relu' },
      { type: 'reshape', shape: [8, 8, 4] },
      { type: 'conv2dTranspose', filters: 1, kernelSize: 3, strides: 2 },
    ],
  },
  bottleneck: { kind: 'gaussian', size: 2 },
  objective: { likelihood: { kind: 'bernoulli' } },
});

/** Pictures of one bright pixel each. */
const dots = {
  id: 'dots/train',
  size: 128,
  shape: [side, side, 1],
  fingerprint: '0'.repeat(64),
  read: (indices: readonly number[]) => ({
    shape: [indices.length, side, side, 1],
    values: Float32Array.from({ length: indices.length * side * side }, (_, i) =>
      i % (side * side) === indices[Math.floor(i / (side * side))] ? 1 : 0,
    ),
  }),
};

/** @returns the loss of each epoch. */
async function losses(engine: string): Promise<number[]> {
  const totals: number[] = [];
  await train({
    run: 'test',
    recipe: 'dots',
    spec,
    settings: trainingSettingsSchema.parse({ epochs: 3, batchSize: 64, seed: 1 }),
    engine: await loadEngine(engine, { wasmPath }),
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

const probe = (): Promise<readonly EngineReport[]> => probeEngines({ wasmPath });

/** Whether the browser has an adapter of WebGPU. */
async function hasAdapter(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
  return gpu !== undefined && (await gpu.requestAdapter()) !== null;
}

Object.assign(globalThis, { page: { losses, probe, hasAdapter } });
