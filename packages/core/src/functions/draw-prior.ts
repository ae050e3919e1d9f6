/**
 * Indices from a model's autoregressive prior, one place after the other: each is drawn from what the prior says given those
 * before it, by the inverse of the distribution function.
 */
import {
  InvalidArgumentError,
  sizeOf,
  throwIfAborted,
  type Batch,
  type Engine,
  type Resident,
  type SampleOptions,
} from '@speil/api';
import { executablesOf } from './model-functions.js';
import type { Autoencoder } from '../autoencoder/autoencoder.js';
import { uniforms } from '../random/streams.js';

/**
 * @param variables of the model, on the engine.
 * @returns `[count, ...latentShape]`, whole numbers.
 * @throws InvalidArgumentError for a model without such a prior.
 */
export async function drawPrior(
  model: Autoencoder,
  variables: Readonly<Record<string, Resident>>,
  engine: Engine,
  count: number,
  { seed = 0, temperature = 1, signal }: SampleOptions = {},
): Promise<Batch> {
  const { spec, declaration } = model;
  if (declaration.prior === undefined) {
    throw new InvalidArgumentError(
      `Model ${spec.name} has no prior over its codes. Received: prior=null.`,
    );
  }
  if (!(temperature > 0)) {
    throw new InvalidArgumentError(
      `temperature must be above 0. Received: temperature=${temperature}.`,
    );
  }
  const { codes } = declaration.prior;
  const places = sizeOf(spec.latentShape);
  const shape = [count, ...spec.latentShape];
  const values = new Float32Array(count * places);
  if (count === 0) return { shape, values };
  const draws = uniforms({ seed, purpose: 'sampling' }, values.length);
  const { foretell } = executablesOf(model, engine);
  for (let place = 0; place < places; place++) {
    throwIfAborted(signal);
    const batch = { indices: engine.upload({ shape, values: values.slice() }) };
    const { out } = await foretell({ variables, batch });
    const logits = await engine.download(out!['logits']!);
    engine.release({ batch, out: out! });
    for (let item = 0; item < count; item++) {
      const at = item * places + place;
      const row = logits.subarray(at * codes, (at + 1) * codes);
      values[at] = indexAt(row, draws[at]!, temperature);
    }
  }
  return { shape, values };
}

/** The index at which the running sum of softmax(logits / temperature) passes u. */
function indexAt(logits: Float32Array, u: number, temperature: number): number {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const weights = Float64Array.from(logits, (value) => Math.exp((value - largest) / temperature));
  let left = u * weights.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < weights.length; index++) {
    left -= weights[index]!;
    if (left < 0) return index;
  }
  return weights.length - 1;
}
