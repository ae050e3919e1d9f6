/** The computation of a benchmark on an engine: prepared once, then called any number of times. */
import { uploadAll } from '@speil/core/engines';
import type { Engine } from '@speil/core/engines';
import { decoding, take, tensorFunction } from '@speil/core/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { lstmVae } from './user-lstm.js';
import { melodyVae } from './melody.js';
import { colourVae, convVae, denseVae, type BenchModel, type VaeModel } from './models.js';
import type { ModelName, Benchmark } from './benchmarks.js';

/** One step; when it resolves, its result has been downloaded or freed. */
export type Step = () => Promise<void>;

/** @returns the benchmark's step; the first call compiles it. */
export function createWorkload(engine: Engine, work: Benchmark): Step {
  switch (work.kind) {
    case 'training':
      return training(engine, modelOf(work.model));
    case 'decoding':
      return decodingOf(engine, work.model === 'dense' ? denseVae() : convVae(), work.count);
    case 'product':
      return product(engine, work.size);
  }
}

function modelOf(name: ModelName): BenchModel {
  switch (name) {
    case 'dense':
      return denseVae();
    case 'conv':
      return convVae();
    case 'colour':
      return colourVae();
    case 'lstm':
      return lstmVae();
    case 'melody':
      return melodyVae();
  }
}

function training(engine: Engine, { step, inputs }: BenchModel): Step {
  const compiled = engine.compile(step);
  const fixed = {
    batch: uploadAll(engine, inputs.batch),
    noise: uploadAll(engine, inputs.noise),
    scalars: uploadAll(engine, inputs.scalars),
  };
  let state = {
    variables: uploadAll(engine, inputs.variables),
    optimizer: uploadAll(engine, inputs.optimizer),
  };
  return async () => {
    const { variables, optimizer, metrics } = await compiled({ ...state, ...fixed });
    state = { variables: variables!, optimizer: optimizer! };
    const [total] = await engine.download(metrics!['total']!);
    engine.release({ metrics: metrics! });
    if (!Number.isFinite(total)) throw new Error(`the loss became ${total}`);
  };
}

function decodingOf(engine: Engine, { autoencoder, inputs }: VaeModel, count: number): Step {
  const compiled = engine.compile(decoding(autoencoder));
  const variables = uploadAll(engine, inputs.variables);
  const values = new Float32Array(2 * count).map((_, i) => Math.sin(i));
  return async () => {
    const batch = { z: engine.upload({ shape: [count, 2], values }) };
    const outputs = await compiled({ variables, batch });
    await engine.download(outputs['out']!['mean']!);
    engine.release({ batch });
    engine.release(outputs);
  };
}

function product(engine: Engine, size: number): Step {
  const compiled = engine.compile(
    tensorFunction('product', (inputs) => {
      const x = take(inputs, 'a', 'x');
      return { out: { y: tf.matMul(x, x) } };
    }),
  );
  const values = new Float32Array(size * size).map((_, i) => Math.sin(i));
  const a = uploadAll(engine, { x: { shape: [size, size], values } });
  return async () => engine.release(await compiled({ a }));
}
