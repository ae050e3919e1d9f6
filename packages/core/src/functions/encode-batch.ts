/**
 * Encodes a batch of whole items on an engine: uploads it with its side inputs, degrades it as the model's input
 * declares, and encodes it.
 */
import type { Batch, Engine, HostTensor, Resident } from '@speil/api';
import type { Autoencoder } from '../autoencoder/autoencoder.js';
import { uploadAll } from '../engines/engine.js';
import { degradeBatch, type DegradeBatchOptions } from './degrade.js';
import { compileFunctions } from './model-functions.js';

export interface EncodeBatchOptions extends DegradeBatchOptions {
  /** `[batch, width]`, for a conditional model. */
  readonly condition?: HostTensor | undefined;
}

/** Residents of an encoded batch. `release` frees all of them. */
export interface EncodedResidents {
  /** `[batch, ...input shape]`. */
  readonly input: Resident;
  /** `[batch, ...codec shape]`. */
  readonly target: Resident;
  /** `condition`, for a conditional model. */
  readonly conditions: Readonly<Record<string, Resident>>;
  /** `mean`, and for a Gaussian bottleneck also `logVariance` and `kl`. */
  readonly encoded: Readonly<Record<string, Resident>>;
  release(): void;
}

/**
 * @param variables the model's variables, on the engine.
 * @param items whole items, `[batch, ...codec shape]`.
 * @param first the index of the first item in its dataset.
 */
export async function encodeBatch(
  model: Autoencoder,
  variables: Readonly<Record<string, Resident>>,
  engine: Engine,
  items: Batch,
  first: number,
  { condition, ...degradeOptions }: EncodeBatchOptions = {},
): Promise<EncodedResidents> {
  const { input, target } = await degradeBatch(model, engine, items, first, degradeOptions);
  const conditions = uploadAll(engine, condition ? { condition } : {});
  const { encode } = compileFunctions(model, engine);
  const { out } = await encode({ variables, batch: { x: input, ...conditions } });
  const encoded = out!;
  return {
    input,
    target,
    conditions,
    encoded,
    release() {
      engine.release({ batch: { input, target }, conditions, encoded });
    },
  };
}
