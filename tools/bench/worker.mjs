/**
 * One of our sides of the benchmark, a process of its own: makes a step ready on an engine, then runs as many as it is
 * asked for and answers in milliseconds a step.
 */
import { uploadAll } from '@speil/core/engines';
import { loadEngine } from '@speil/core/engines';
import { createOnnxEngine, registerOnnxEngine } from '@speil/core/engines/onnx';
import { createTfjsEngine, tensorFunction } from '@speil/core/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { works } from './models.mjs';

const [side, workName, threads] = process.argv.slice(2);

/** `wasm` is our mended engine; `shipped` is tfjs's wasm backend untouched; `onnx` the compiled one. */
async function engineOf(name) {
  registerOnnxEngine();
  await import('@tensorflow/tfjs');
  if (name === 'onnx') {
    // The gradients must be there, and a backend to give back after a trace.
    await loadEngine('cpu');
    return createOnnxEngine({ threads: Number(threads) });
  }
  if (name === 'wasm') return loadEngine('wasm');
  await import('@tensorflow/tfjs-backend-wasm');
  tf.enableProdMode();
  await tf.setBackend('wasm');
  return createTfjsEngine('wasm');
}

async function trainer(engine, { step, inputs }) {
  const compiled = engine.compile(step);
  const fixed = Object.fromEntries(
    ['batch', 'noise', 'scalars'].map((group) => [group, uploadAll(engine, inputs[group])]),
  );
  let state = {
    variables: uploadAll(engine, inputs.variables),
    optimizer: uploadAll(engine, inputs.optimizer),
  };
  return async () => {
    const outputs = await compiled({ ...state, ...fixed });
    engine.release(state);
    const { metrics } = outputs;
    state = { variables: outputs.variables, optimizer: outputs.optimizer };
    const [total] = await engine.download(metrics.total);
    engine.release({ metrics });
    if (!Number.isFinite(total)) throw new Error(`the loss became ${total}`);
  };
}

/** Decodes `count` latent vectors; `model` is the dense VAE's. */
async function decoder(engine, { model, inputs }, count) {
  const { decoding } = await import('@speil/core/tensor');
  const compiled = engine.compile(decoding(model));
  const variables = uploadAll(engine, inputs.variables);
  const values = new Float32Array(2 * count).map((_, i) => Math.sin(i));
  return async () => {
    const batch = { z: engine.upload({ shape: [count, 2], values }) };
    const outputs = await compiled({ variables, batch });
    await engine.download(outputs.out.mean);
    engine.release({ batch });
    engine.release(outputs);
  };
}

async function product(engine, size) {
  const fn = tensorFunction('product', ({ a }) => ({ out: { y: tf.matMul(a.x, a.x) } }));
  const compiled = engine.compile(fn);
  const values = new Float32Array(size * size).map((_, i) => Math.sin(i));
  const a = uploadAll(engine, { x: { shape: [size, size], values } });
  return async () => engine.release(await compiled({ a }));
}

async function taskOf(engine) {
  const [kind, argument] = workName.split(':');
  if (kind === 'decode') return decoder(engine, works.dense.make(), Number(argument));
  if (kind === 'product') return product(engine, Number(argument));
  return trainer(engine, works[kind].make());
}

try {
  const once = await taskOf(await engineOf(side));
  const start = performance.now();
  await once();
  const first = performance.now() - start;
  process.on('message', async ({ steps }) => {
    const times = [];
    const cpu = process.cpuUsage();
    const begun = performance.now();
    for (let i = 0; i < steps; i++) {
      const at = performance.now();
      await once();
      times.push(performance.now() - at);
    }
    const { user, system } = process.cpuUsage(cpu);
    process.send({ times, cpuOverWall: (user + system) / 1000 / (performance.now() - begun) });
  });
  process.send({ ready: true, first });
} catch (error) {
  process.send({ error: String(error.message).split('\n')[0] });
}
