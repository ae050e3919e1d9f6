/**
 * Computes the encoder's inputs in an evaluation. The corruption of each example has its own stream, which the
 * example's index in the dataset identifies. So the test data is the same for every batch size.
 */
import type { Batch, Engine, Resident } from '@speil/api';
import { uploadAll } from '../engines/engine.js';
import type { Autoencoder } from '../autoencoder/autoencoder.js';
import { drawItemNoise } from '../random/noise.js';
import { compileFunctions } from './model-functions.js';

export interface DegradeBatchOptions {
  /** Default 0, so that test data that are binarised, for example, are the same for every model and run. */
  readonly seed?: number;
  /** Strength of the corruptions. Default 1. */
  readonly strength?: number;
  /** The dataset's encoder input, `[batch, ...input shape]`; for a model whose input is `given`. */
  readonly given?: Batch | undefined;
}

/**
 * @param x whole items, `[batch, ...codec shape]`.
 * @param first the index of the first item in its dataset.
 * @returns residents `input` `[batch, ...input shape]` and `target` `[batch, ...codec shape]`, which the caller
 *   releases.
 */
export async function degradeBatch(
  model: Autoencoder,
  engine: Engine,
  x: Batch,
  first: number,
  { seed = 0, strength = 1, given = x }: DegradeBatchOptions = {},
): Promise<{ readonly input: Resident; readonly target: Resident }> {
  const kind = model.spec.input?.kind;
  if (kind === undefined || kind === 'given') {
    return { input: engine.upload(given), target: engine.upload(x) };
  }
  const { scalars, inputNoise } = model.declaration;
  const items = Array.from({ length: x.shape[0]! }, (_, row) => first + row);
  const noise = drawItemNoise(inputNoise, { seed, purpose: 'evaluationNoise' }, items);
  const inputs = {
    batch: { x: engine.upload(x) },
    noise: uploadAll(engine, noise),
    scalars: scalars.includes('corruption')
      ? { corruption: engine.upload({ shape: [], values: Float32Array.of(strength) }) }
      : {},
  };
  const { degrade } = compileFunctions(model, engine);
  const { out } = await degrade(inputs);
  engine.release(inputs);
  return { input: out!['input']!, target: out!['target']! };
}
