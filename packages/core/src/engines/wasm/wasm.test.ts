/** Trains small models on assembled WebAssembly, and compares them with the same training on the cpu engine. */
import { cumsum, mul, version_core } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadEngine } from '../../admission/load.js';
import { selfTest } from '../../admission/self-test.js';
import { tinyFamilies } from '../../testing/families.js';
import { trainedApart } from '../../testing/trained.js';
import { uploadAll, type Engine } from '../engine.js';
import { tensorFunction } from '../tensor-function.js';
import { engineProviders } from '../registry.js';
import { createWasmEngine, registerWasmEngine } from './index.js';

describe('the engine that assembles WebAssembly', () => {
  let cpu: Engine;
  let wasm: Engine;
  const otherwise = vi.fn(() => Promise.resolve(cpu));
  beforeAll(async () => {
    cpu = await loadEngine('cpu');
    wasm = createWasmEngine({ otherwise });
  });

  it('passes the self-test that admits engines', async () => {
    expect(await selfTest(wasm)).toBeLessThan(1e-4);
  });

  it.each(tinyFamilies.map((one) => [one.spec.name, one] as const))(
    'trains %s like the cpu engine, and leaves nothing behind',
    async (_, one) => {
      const before = wasm.memory();
      expect(await trainedApart(cpu, wasm, one)).toBeLessThan(1e-4);
      expect(wasm.memory()).toEqual(before);
    },
  );

  it('runs what has no loops on the other engine, and leaves nothing there', async () => {
    const sums = wasm.compile(
      tensorFunction('sums', ({ batch }) => ({ out: { y: mul(cumsum(batch!['x']!), 2) } })),
    );
    const inputs = {
      batch: uploadAll(wasm, { x: { shape: [3], values: Float32Array.of(1, 2, 3) } }),
    };
    const before = cpu.memory();
    otherwise.mockClear();
    for (let i = 0; i < 2; i++) {
      const { out } = await sums(inputs);
      expect(await wasm.download(out!['y']!)).toEqual(Float32Array.of(2, 6, 12));
    }
    expect(otherwise.mock.calls.length).toBeLessThanOrEqual(1);
    expect(cpu.memory()).toEqual(before);
  });

  it('opens the other engine again if that failed', async () => {
    const failing = vi
      .fn(() => Promise.resolve(cpu))
      .mockRejectedValueOnce(new Error('the file could not be fetched'));
    const engine = createWasmEngine({ otherwise: failing });
    const sums = engine.compile(
      tensorFunction('sums', ({ batch }) => ({ out: { y: cumsum(batch!['x']!) } })),
    );
    const x = { shape: [3], values: Float32Array.of(1, 2, 3) };
    const inputs = { batch: uploadAll(engine, { x }) };
    await expect(sums(inputs)).rejects.toThrow('could not be fetched');
    const { out } = await sums(inputs);
    expect(await engine.download(out!['y']!)).toEqual(Float32Array.of(1, 3, 6));
    expect(failing).toHaveBeenCalledTimes(2);
  });

  it('leaves the place to tfjs where WebAssembly has no vectors', async () => {
    registerWasmEngine({ version: 'ours' });
    registerWasmEngine({ version: 'again' });
    const provider = engineProviders().find(({ name }) => name === 'wasm')!;
    expect((await provider.open({})).version).toBe('ours');
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    try {
      expect((await provider.open({})).version).toBe(version_core);
    } finally {
      validate.mockRestore();
    }
  });
});
