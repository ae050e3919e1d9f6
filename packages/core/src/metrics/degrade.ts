/**
 * Whole items as the encoder sees them in an evaluation. Each example's corruption is a stream of its own, named by its place
 * in the dataset: the test data is one, whatever the batch size and whatever else is drawn.
 */
import { sizeOf, type Batch, type Engine, type HostTensor, type Resident } from '@speil/api';
import { uploadAll } from '../engines/engine.js';
import type { Autoencoder } from '../models/autoencoder.js';
import { drawNoise } from '../training/noise.js';
import { executablesOf } from './scores.js';

/** The first operation of the input's streams: below it are the draws of the posterior. */
const firstOperation = 1000;

export interface DegradeBatchOptions {
  /** Default 0: binarised test data, for one, is the same for every model and every run. */
  readonly seed?: number;
  /** Of corruptions. Default 1. */
  readonly strength?: number;
}

/**
 * @param x whole items, `[batch, ...codec shape]`.
 * @param first place of the first in its dataset.
 * @returns residents `input` `[batch, ...input shape]` and `target` `[batch, ...codec shape]`, the caller's to release.
 */
export async function degradeBatch(
  model: Autoencoder,
  engine: Engine,
  x: Batch,
  first: number,
  { seed = 0, strength = 1 }: DegradeBatchOptions = {},
): Promise<{ readonly input: Resident; readonly target: Resident }> {
  if (model.spec.input === undefined) return { input: engine.upload(x), target: engine.upload(x) };
  const noise = inputNoise(model, x.shape[0]!, first, seed);
  const { scalars } = model.declaration;
  const inputs = {
    batch: { x: engine.upload(x) },
    noise: uploadAll(engine, noise),
    scalars: scalars.includes('corruption')
      ? { corruption: engine.upload({ shape: [], values: Float32Array.of(strength) }) }
      : {},
  };
  const { degrade } = executablesOf(model, engine);
  const { out } = await degrade(inputs);
  engine.release(inputs);
  return { input: out!['input']!, target: out!['target']! };
}

function inputNoise(
  { declaration: { inputNoise: declared } }: Autoencoder,
  count: number,
  first: number,
  seed: number,
): Record<string, HostTensor> {
  const noise: Record<string, HostTensor> = Object.fromEntries(
    declared.map(({ name, shape }) => [
      name,
      { shape: [count, ...shape], values: new Float32Array(count * sizeOf(shape)) },
    ]),
  );
  for (let row = 0; row < count; row++) {
    const key = {
      seed,
      purpose: 'evaluationNoise',
      step: first + row,
      operation: firstOperation,
    } as const;
    for (const [name, { values }] of Object.entries(drawNoise(declared, key, 1))) {
      noise[name]!.values.set(values, row * values.length);
    }
  }
  return noise;
}
