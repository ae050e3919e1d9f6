/**
 * Ten thousand steps of a small VAE on each compiled engine: what the engine holds, and what the process holds, does not
 * grow. This file has a process of its own, so that no other test changes the resident memory.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { findToolchain } from '@speil/compile/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { tinyData, tinySettings, tinyVae } from '../testing/tiny.js';
import { TrainingSession } from '../training/session.js';
import { createNativeEngine } from './native/index.js';
import { createOnnxEngine } from './onnx/index.js';
import { createWasmEngine } from './wasm/index.js';

const hasCompiler = (await findToolchain()) !== undefined;

const steps = 10_000;
/** Steps until every pool of arrays is filled, and V8 has compiled what it will. */
const settled = 2_000;
/** Bytes: a few hundred for each step would be more. */
const roomOfObjects = 2e6;
/** Bytes. The collector and malloc need some room. */
const room = 16e6;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of JavaScript's objects and of the process, after the garbage was collected. */
function measureMemory(): { readonly objects: number; readonly resident: number } {
  collect();
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { objects: heapUsed + external, resident: rss };
}

describe('ten thousand training steps', () => {
  let cache: string;
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'speil-memory-'));
    await loadEngine('cpu');
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));

  // One thread: with more, most of the time would be spent on threads that wait for each other.
  const engines = {
    native: () => createNativeEngine({ threads: 1, cache }),
    wasm: () => createWasmEngine({ otherwise: () => loadEngine('cpu') }),
    onnx: () => createOnnxEngine({ threads: 1, cache }),
  };

  for (const [name, create] of Object.entries(engines)) {
    it.skipIf(name === 'native' && !hasCompiler)(`leave memory flat on ${name}`, async () => {
      const engine = create();
      const session = new TrainingSession(engine, tinyVae, tinySettings());
      const x = await tinyData.read(Array.from({ length: 16 }, (_, i) => i));
      const step = (number: number): Promise<unknown> =>
        session.step({ x }, number, { learningRate: 1e-3, beta: 1 });
      const before = engine.memory();
      expect(before.tensors).toBeGreaterThan(0);
      for (let i = 0; i < settled; i++) await step(i);
      const early = measureMemory();
      for (let i = settled; i < steps; i++) await step(i);
      const late = measureMemory();
      expect(late.objects - early.objects).toBeLessThan(roomOfObjects);
      expect(late.resident - early.resident).toBeLessThan(room);
      expect(engine.memory()).toEqual(before);
      session.dispose();
      expect(engine.memory()).toEqual({ tensors: 0, bytes: 0 });
    });
  }
});
