import { finiteDifferences, relativeError } from '@speil/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { downloadAll, uploadAll, type Engine } from '../engines/engine.js';
import { loadEngine } from './load.js';
import {
  selfTest,
  selfTestGradients,
  selfTestInputs,
  selfTestStep,
  selfTestTrained,
} from './self-test.js';
import { selfTestReference } from './self-test-reference.js';

let cpu: Engine;
let wasm: Engine;
beforeAll(async () => {
  cpu = await loadEngine('cpu');
  wasm = await loadEngine('wasm');
});

describe('the gradient self-test', () => {
  it('has a reference for every trained variable', () => {
    expect(Object.keys(selfTestReference).sort()).toEqual([...selfTestTrained].sort());
  });

  it('is passed by cpu, and by wasm with its patched kernels', async () => {
    expect(await selfTest(cpu)).toBeLessThan(1e-5);
    expect(await selfTest(wasm)).toBeLessThan(1e-4);
  });

  it('is not passed by an engine that drops a gradient', async () => {
    const unsound: Engine = {
      ...cpu,
      compile: (fn) => {
        const run = cpu.compile(fn);
        return async (inputs) => {
          const name = 'decoder/2/kernel';
          const unchanged = cpu.upload({
            shape: inputs['variables']![name]!.shape,
            values: await cpu.download(inputs['variables']![name]!),
          });
          const outputs = await run(inputs);
          return { ...outputs, variables: { ...outputs['variables'], [name]: unchanged } };
        };
      },
    };
    expect(await selfTest(unsound)).toBeGreaterThan(0.1);
  });

  it('has a reference that agrees with finite differences', async () => {
    const run = cpu.compile(selfTestStep);
    const inputs = selfTestInputs();
    const lossWith = async (name: string, values: Float32Array): Promise<number> => {
      const variables = {
        ...inputs['variables'],
        [name]: { ...inputs['variables']![name]!, values },
      };
      const residents = Object.fromEntries(
        Object.entries({ ...inputs, variables }).map(([g, v]) => [g, uploadAll(cpu, v)]),
      );
      const outputs = await run(residents);
      const { total } = await downloadAll(cpu, outputs['metrics']!);
      cpu.release(residents);
      cpu.release(outputs);
      return total!.values[0]!;
    };
    const outputs = await run(
      Object.fromEntries(Object.entries(inputs).map(([g, v]) => [g, uploadAll(cpu, v)])),
    );
    const after = await downloadAll(cpu, outputs['variables']!);
    for (const name of selfTestTrained) {
      // The bias before a batch normalisation has a gradient of 0, which single precision gives only to about 1e-3.
      const before = inputs['variables']![name]!.values;
      const gradient = before.map((value, i) => value - after[name]!.values[i]!);
      // Some variables are large, so only the first 12 entries are compared.
      const some = Math.min(12, before.length);
      const numeric = await finiteDifferences(
        (x) =>
          lossWith(
            name,
            Float32Array.from(before, (value, i) => (i < some ? x[i]! : value)),
          ),
        before.slice(0, some),
        // Near 234 nats, single precision has a resolution of 1.5e-5. With smaller steps, small gradients would be
        // lost.
        { step: 1e-2 },
      );
      expect(relativeError(gradient.slice(0, some), numeric, 0.1), name).toBeLessThan(0.03);
    }
  });

  it('leaves nothing on the engine', async () => {
    await selfTestGradients(wasm);
    const before = wasm.memory();
    await selfTestGradients(wasm);
    expect(wasm.memory()).toEqual(before);
  });
});

describe('loadEngine', () => {
  it('suggests a known engine for an unknown name', async () => {
    await expect(loadEngine('wsm')).rejects.toThrow("Unknown engine 'wsm'. Did you mean 'wasm'?");
  });

  it('explains in one line why a browser engine is not available in Node', async () => {
    await expect(loadEngine('webgl')).rejects.toThrow(
      'Engine webgl is not available: it needs a browser.',
    );
  });

  it('chooses wasm in Node for auto', async () => {
    expect((await loadEngine('auto')).name).toBe('wasm');
  });
});
