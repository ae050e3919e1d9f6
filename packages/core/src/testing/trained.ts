/** Trains a small model for a few epochs, to compare engines with each other. */
import type { Engine } from '../engines/engine.js';
import { decodeSafetensors } from '../files/safetensors.js';
import { train } from '../training/train.js';
import { tinyConditions, type TinyFamily } from './families.js';
import { memoryHost, tinySettings } from './tiny.js';

export async function trained(
  engine: Engine,
  { spec, settings, data = tinyConditions }: TinyFamily,
) {
  const host = memoryHost();
  await train({
    run: 'test',
    recipe: 'tiny',
    spec,
    // Adam is not used: it divides by the root of squared gradients, which would amplify the rounding of sums in a
    // different order.
    settings: tinySettings({
      epochs: 3,
      optimizer: { name: 'sgd' },
      learningRate: { kind: 'constant', value: 1e-3 },
      sampleEverySteps: 1000,
      ...settings,
    }),
    engine,
    train: data,
    validation: data,
    host,
  });
  const weights = decodeSafetensors(
    host.checkpoints.at(-1)!.files['weights.safetensors']!,
    'weights',
  );
  return { weights, epochs: host.events.filter((event) => event.type === 'epoch-end'), host };
}
