/** Trains small models, to test the training loop and to compare engines with each other. */
import type { TrainingSettingsInput } from '@speil/api';
import { readBatchExtras } from '../autoencoder/batch-extras.js';
import type { Engine, HostTensor } from '../engines/engine.js';
import { decodeSafetensors } from '../files/safetensors.js';
import type { TrainingCheckpoint } from '../training/host.js';
import { TrainingSession } from '../training/session.js';
import { train } from '../training/train.js';
import { tinyConditions, type TinyFamily } from './families.js';
import { memoryHost, tinySettings } from './tiny.js';

/** Trains a small model; the family's own settings come before the given ones. @returns its host. */
export async function trainTiny(
  engine: Engine,
  { spec, settings, data = tinyConditions }: TinyFamily,
  given: Partial<TrainingSettingsInput>,
  resume?: TrainingCheckpoint,
) {
  const host = memoryHost();
  await train({
    run: 'test',
    recipe: 'tiny',
    spec,
    settings: tinySettings({ sampleEverySteps: 1000, ...given, ...settings }),
    engine,
    train: data,
    validation: data,
    host,
    ...(resume && { resume }),
  });
  return host;
}

/** Trains for three epochs. */
export async function trained(engine: Engine, family: TinyFamily) {
  const host = await trainTiny(engine, family, {
    epochs: 3,
    // Adam is not used: it divides by the root of squared gradients, which would amplify the rounding of sums in a
    // different order.
    optimizer: { name: 'sgd' },
    learningRate: { kind: 'constant', value: 1e-3 },
  });
  const weights = decodeSafetensors(
    host.checkpoints.at(-1)!.files['weights.safetensors']!,
    'weights',
  );
  return { weights, epochs: host.events.filter((event) => event.type === 'epoch-end'), host };
}

/** How far the weights of two trainings are apart at most, one on each engine. */
export async function trainedApart(
  one: Engine,
  other: Engine,
  family: TinyFamily,
): Promise<number> {
  const { weights: expected } = await trained(one, family);
  const { weights: actual } = await trained(other, family);
  return largestDifference(expected, actual);
}

/**
 * The weights of a small model after some numbers of steps with Adam, by name. All steps have the same batch size, so that an
 * engine compiles one function.
 *
 * @param counts ascending.
 */
export async function weightsAfter(
  engine: Engine,
  { spec, settings, data = tinyConditions }: TinyFamily,
  counts: readonly number[],
): Promise<readonly Readonly<Record<string, HostTensor>>[]> {
  const session = new TrainingSession(engine, spec, tinySettings(settings));
  const scalars = { learningRate: 1e-3, beta: 1 };
  const batchSize = 8;
  const weights: Readonly<Record<string, HostTensor>>[] = [];
  for (let step = 0; weights.length < counts.length; step++) {
    const places = Array.from({ length: batchSize }, (_, i) => (batchSize * step + i) % data.size);
    const x = await data.read(places, { epoch: 0 });
    const extras = await readBatchExtras(spec, data, places, { epoch: 0 });
    await session.step({ x, ...extras, places }, step, scalars);
    if (step + 1 === counts[weights.length]) weights.push(await session.variables());
  }
  session.dispose();
  return weights;
}

/** The largest difference between two sets of weights. */
export function largestDifference(
  expected: Readonly<Record<string, HostTensor>>,
  actual: Readonly<Record<string, HostTensor>>,
): number {
  const apart = Object.entries(expected).flatMap(([name, { values }]) =>
    Array.from(values, (value, i) => Math.abs(value - actual[name]!.values[i]!)),
  );
  // NaN stays NaN, which is not below any limit.
  return apart.reduce((most, one) => (Number.isNaN(most) || one <= most ? most : one), 0);
}
