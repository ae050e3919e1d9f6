/**
 * Tests the compiled engine in the training loop: it agrees with the cpu engine and resumes bit for bit. That it leaks
 * nothing is tested in `../memory.test.ts`.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from '@speil/api';
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSpec, TrainingEvent } from '@speil/api';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { decodeSafetensors } from '../../files/safetensors.js';
import { memoryHost, tinyData, tinySettings, tinyVae } from '../../testing/tiny.js';
import type { TrainingCheckpoint } from '../../training/host.js';
import { train } from '../../training/train.js';
import { evaluate } from '../../metrics/evaluate.js';
import { createAutoencoder } from '../../autoencoder/autoencoder.js';
import { initialVariables } from '../../random/initial-weights.js';
import { tensorFunction } from '../tensor-function.js';
import type { Engine } from '../engine.js';
import { uploadAll } from '../engine.js';
import { loadEngine } from '../../admission/load.js';
import { createOnnxEngine, threadsOf } from './index.js';

let cpu: Engine;
let onnx: Engine;
let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'speil-onnx-'));
  cpu = await loadEngine('cpu');
  // Not by its name: an engine of that name may have been opened by another file of this process, with another cache.
  onnx = createOnnxEngine({ threads: threadsOf(process.env), cache });
});
afterAll(() => rm(cache, { recursive: true, force: true }));

interface Run {
  readonly engine: Engine;
  readonly epochs: number;
  readonly optimizer?: OptimizerSpec['name'];
  readonly resume?: TrainingCheckpoint;
  readonly spec?: typeof tinyVae;
  readonly onEvent?: (event: TrainingEvent) => void;
}

async function run({ engine, epochs, optimizer = 'adam', resume, spec = tinyVae, onEvent }: Run) {
  const host = memoryHost(onEvent);
  await train({
    run: 'test',
    recipe: 'tiny',
    spec,
    settings: tinySettings({
      epochs,
      optimizer: { name: optimizer } as never,
      clipNorm: 10,
      checkpoint: { everySteps: 1000 },
      sampleEverySteps: 1000,
    }),
    engine,
    train: tinyData,
    validation: tinyData,
    host,
    ...(resume && { resume }),
  });
  return host;
}

const weightsOf = (checkpoint: TrainingCheckpoint) =>
  decodeSafetensors(checkpoint.files['weights.safetensors']!, 'weights');

describe('the compiled engine', () => {
  it.each(['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'] as const)(
    'trains 102 steps with %s like the cpu engine',
    async (optimizer) => {
      // An epoch has three steps, of which the last has a smaller batch.
      const [expected, actual] = [
        await run({ engine: cpu, epochs: 34, optimizer }),
        await run({ engine: onnx, epochs: 34, optimizer }),
      ];
      const [reference, weights] = [expected, actual].map((host) =>
        weightsOf(host.checkpoints.at(-1)!),
      );
      for (const [name, { values }] of Object.entries(reference!)) {
        const scale = Math.max(1, ...values.map(Math.abs));
        const apart = values.map((v, i) => Math.abs(v - weights![name]!.values[i]!) / scale);
        expect(Math.max(...apart), name).toBeLessThan(1e-4);
      }
    },
  );

  it('resumes to exactly the same bits as an uninterrupted run', async () => {
    const whole = await run({ engine: onnx, epochs: 4 });
    const half = await run({ engine: onnx, epochs: 2 });
    const rest = await run({ engine: onnx, epochs: 4, resume: half.checkpoints.at(-1)! });
    expect(rest.checkpoints.at(-1)!.files['optimizer.safetensors']).toEqual(
      whole.checkpoints.at(-1)!.files['optimizer.safetensors'],
    );
    expect(weightsOf(rest.checkpoints.at(-1)!)).toEqual(weightsOf(whole.checkpoints.at(-1)!));
  });

  it('evaluates batches of any size with one graph', async () => {
    const model = createAutoencoder(tinyVae);
    const values = initialVariables(model.declaration.variables, 1);
    const figures = [];
    for (const engine of [cpu, onnx]) {
      const variables = uploadAll(engine, values);
      // 40 examples in batches of 15: two full batches and one of 10.
      figures.push(
        await evaluate(model, variables, engine, tinyData, { batchSize: 15, samples: 2 }),
      );
      engine.release({ variables });
    }
    expect(figures[1]!.elbo).toBeCloseTo(figures[0]!.elbo, 3);
    expect(figures[1]!.iwBound).toBeCloseTo(figures[0]!.iwBound!, 3);
  });

  it('compiles once for each batch size if a function depends on the batch size', async () => {
    const fn = tensorFunction(
      'counting',
      ({ batch }) => ({ out: { y: tf.div(batch!['x']!, batch!['x']!.shape[0]) } }),
      { dynamicBatch: true },
    );
    const call = onnx.compile(fn);
    for (const rows of [2, 5]) {
      const x = onnx.upload({ shape: [rows, 1], values: new Float32Array(rows).fill(10) });
      const { out } = await call({ batch: { x } });
      expect((await onnx.download(out!['y']!))[0]).toBe(10 / rows);
      onnx.release({ x: { x }, out: out! });
    }
  });

  it('compiles once for the same shapes, whatever the order of the inputs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'speil-onnx-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const engine = createOnnxEngine({ threads: 1, cache: folder });
    const call = engine.compile(
      tensorFunction('order', ({ v }) => ({ out: { y: tf.tanh(tf.sub(v!['a']!, v!['b']!)) } })),
    );
    const a = engine.upload({ shape: [1], values: Float32Array.of(3) });
    const b = engine.upload({ shape: [1], values: Float32Array.of(1) });
    for (const v of [
      { a, b },
      { b, a },
    ]) {
      const { out } = await call({ v });
      expect((await engine.download(out!['y']!))[0]).toBeCloseTo(Math.tanh(2), 6);
    }
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('keeps compiled graphs for the next process, which gives the same results with them', async () => {
    expect((await readdir(cache)).length).toBeGreaterThan(2);
    const next = createOnnxEngine({ threads: threadsOf(process.env), cache });
    const before = await readdir(cache);
    const again = await run({ engine: next, epochs: 2 });
    expect(await readdir(cache)).toEqual(before);
    const first = await run({ engine: onnx, epochs: 2 });
    expect(weightsOf(again.checkpoints.at(-1)!)).toEqual(weightsOf(first.checkpoints.at(-1)!));
  });

  it('throws an error when a value is used after it was released', async () => {
    const x = onnx.upload({ shape: [1], values: Float32Array.of(1) });
    onnx.release({ all: { x } });
    expect(() => onnx.download(x)).toThrow(InvalidArgumentError);
  });
});

describe('SPEIL_THREADS', () => {
  it('is a number of threads; the default is the number of cores, at most eight', () => {
    expect(threadsOf({ SPEIL_THREADS: '3' })).toBe(3);
    expect(threadsOf({})).toBeGreaterThanOrEqual(1);
    expect(threadsOf({})).toBeLessThanOrEqual(8);
    for (const given of ['0', '1.5', 'many', '-2', '1e9']) {
      expect(() => threadsOf({ SPEIL_THREADS: given })).toThrow(
        `SPEIL_THREADS must be a whole number from 1 to 256. Received: SPEIL_THREADS=${given}.`,
      );
    }
  });
});
