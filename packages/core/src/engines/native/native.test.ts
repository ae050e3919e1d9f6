/** Trains small models on machine code, and compares them with the same training on the cpu engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '@speil/api';
import { compileNative, findToolchain } from '@speil/compile/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../admission/load.js';
import { selfTest } from '../../admission/self-test.js';
import { tinyFamilies } from '../../testing/families.js';
import { trainedApart } from '../../testing/trained.js';
import { createCompiledEngine } from '../compiled/engine.js';
import type { Engine, HostTensor } from '../engine.js';
import { take, tensorFunction } from '../tensor-function.js';
import { uploadAll } from '../engine.js';
import { createNativeEngine } from './index.js';

const hasCompiler = (await findToolchain()) !== undefined;

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
      expect(await trainedApart(cpu, native, one)).toBeLessThan(1e-4);
      expect(native.memory()).toEqual(before);
    },
    60_000,
  );

  it('decodes any number of items with one program, without onnxruntime', async () => {
    let programs = 0;
    const alone = createCompiledEngine({
      name: 'native',
      threads: 2,
      cache,
      compile: (graph, options) => {
        programs++;
        return compileNative(graph, options);
      },
    });
    const decode = tensorFunction(
      'decode',
      (inputs) => {
        const hidden = tf.matMul(take(inputs, 'batch', 'z'), take(inputs, 'variables', 'first'));
        return {
          out: {
            mean: tf.sigmoid(tf.matMul(tf.relu(hidden), take(inputs, 'variables', 'second'))),
          },
        };
      },
      { dynamicBatch: true },
    );
    const wave = (...shape: number[]): HostTensor => ({
      shape,
      values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1.3 * i)),
    });
    const variables = { first: wave(2, 40), second: wave(40, 30) };
    const meansOn = async (engine: Engine): Promise<Float32Array[]> => {
      const compiled = engine.compile(decode);
      const weights = uploadAll(engine, variables);
      const means: Float32Array[] = [];
      for (const count of [1, 7, 600]) {
        const batch = uploadAll(engine, { z: wave(count, 2) });
        const outputs = await compiled({ variables: weights, batch });
        means.push(await engine.download(outputs['out']!['mean']!));
        engine.release({ batch, ...outputs });
      }
      engine.release({ weights });
      return means;
    };
    const [actual, expected] = [await meansOn(alone), await meansOn(cpu)];
    expected.forEach((means, i) => {
      expect(actual[i]).toHaveLength(means.length);
      expect(means.every((mean, at) => Math.abs(mean - actual[i]![at]!) < 1e-5)).toBe(true);
    });
    expect(programs).toBe(1);
    expect(alone.memory().tensors).toBe(0);
  }, 60_000);
});
