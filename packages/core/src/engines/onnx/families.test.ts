/** Compares the training, scores and samples of every family on the compiled engine with those on the cpu engine. */
import { beforeAll, describe, expect, it } from 'vitest';
import { familyNamed, tinyFamilies } from '../../testing/families.js';
import { trained } from '../../testing/trained.js';
import type { Engine } from '../engine.js';
import { loadEngine } from '../../admission/load.js';
import { createOnnxEngine } from './index.js';

let cpu: Engine;
let onnx: Engine;
beforeAll(async () => {
  cpu = await loadEngine('cpu');
  onnx = createOnnxEngine({ threads: 1 });
});

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
