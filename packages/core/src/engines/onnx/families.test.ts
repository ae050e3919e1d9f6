/** Compares the training, scores and samples of every family on the compiled engine with those on the cpu engine. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  familyNamed,
  tinyConditions,
  tinyFamilies,
  type TinyFamily,
} from '../../testing/families.js';
import { decodeSafetensors } from '../../files/safetensors.js';
import { memoryHost, tinySettings } from '../../testing/tiny.js';
import { train } from '../../training/train.js';
import type { Engine } from '../engine.js';
import { loadEngine } from '../../admission/load.js';
import { createOnnxEngine } from './index.js';

let cpu: Engine;
let onnx: Engine;
beforeAll(async () => {
  cpu = await loadEngine('cpu');
  onnx = createOnnxEngine({ threads: 1 });
});

async function trained(engine: Engine, { spec, settings, data = tinyConditions }: TinyFamily) {
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

function expectNear(actual: number, expected: number, name: string): void {
  expect(Math.abs(actual - expected), name).toBeLessThan(1e-3 * Math.max(1, Math.abs(expected)));
}

describe('the compiled engine', () => {
  it.each(tinyFamilies.map((one) => [one.spec.name, one] as const))(
    'trains and scores %s like the cpu engine',
    async (_, one) => {
      const [expected, actual] = [await trained(cpu, one), await trained(onnx, one)];
      for (const [name, { values }] of Object.entries(expected.weights)) {
        const apart = values.map((value, i) => Math.abs(value - actual.weights[name]!.values[i]!));
        expect(Math.max(...apart), name).toBeLessThan(1e-4);
      }
      expected.epochs.forEach((epoch, i) => {
        for (const part of ['train', 'validation'] as const) {
          const [{ extras, ...losses }, came] = [epoch[part]!, actual.epochs[i]![part]!];
          for (const [name, value] of Object.entries(losses)) {
            expectNear(came[name as 'total'], value, name);
          }
          for (const [name, value] of Object.entries(extras ?? {})) {
            expectNear(came.extras![name]!, value, name);
          }
        }
      });
    },
  );

  it('draws the same latents from a prior', async () => {
    const samples = async (engine: Engine) => {
      const { host } = await trained(engine, familyNamed('vq'));
      return host.pictures.find(({ kind }) => kind === 'samples');
    };
    const [expected, actual] = [await samples(cpu), await samples(onnx)];
    if (expected?.kind !== 'samples' || actual?.kind !== 'samples') throw new Error('no samples');
    expected.samples.values.forEach((value, i) => {
      expect(actual.samples.values[i]).toBeCloseTo(value, 3);
    });
  });
});
