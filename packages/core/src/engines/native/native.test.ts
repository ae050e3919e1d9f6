/** Trains small models on machine code, and compares them with the same training on the cpu engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findToolchain } from '@speil/compile/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../admission/load.js';
import { selfTest } from '../../admission/self-test.js';
import { decodeSafetensors } from '../../files/safetensors.js';
import { tinyConditions, tinyFamilies, type TinyFamily } from '../../testing/families.js';
import { memoryHost, tinySettings } from '../../testing/tiny.js';
import { train } from '../../training/train.js';
import type { Engine } from '../engine.js';
import { createNativeEngine } from './index.js';

const hasCompiler = (await findToolchain()) !== undefined;

async function trained(engine: Engine, { spec, settings, data = tinyConditions }: TinyFamily) {
  const host = memoryHost();
  await train({
    run: 'test',
    recipe: 'tiny',
    spec,
    // Adam divides by the root of squared gradients, which would amplify the rounding of sums in another order.
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
  const { files } = host.checkpoints.at(-1)!;
  return decodeSafetensors(files['weights.safetensors']!, 'weights');
}

describe.skipIf(!hasCompiler)('the native engine', () => {
  let cpu: Engine;
  let native: Engine;
  let cache: string;
  beforeAll(async () => {
    cpu = await loadEngine('cpu');
    cache = await mkdtemp(join(tmpdir(), 'native-engine-'));
    native = createNativeEngine({ threads: 2, cache });
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));

  it('passes the self-test that admits engines', async () => {
    expect(await selfTest(native)).toBeLessThan(1e-4);
  }, 60_000);

  it.each(tinyFamilies.filter((_, i) => i % 4 === 0).map((one) => [one.spec.name, one] as const))(
    'trains %s like the cpu engine, and leaves nothing behind',
    async (_, one) => {
      const before = native.memory();
      const [expected, actual] = [await trained(cpu, one), await trained(native, one)];
      for (const [name, { values }] of Object.entries(expected)) {
        const apart = values.map((value, i) => Math.abs(value - actual[name]!.values[i]!));
        expect(Math.max(...apart), name).toBeLessThan(1e-4);
      }
      expect(native.memory()).toEqual(before);
    },
    60_000,
  );
});
