/**
 * One side of a benchmark in a process of its own: it makes a training session ready, then runs as many steps as it is
 * asked for and answers with milliseconds a step. The main process asks the sides in turn.
 */
import { recipes } from '@speil/images/recipes';
import { uniforms } from '@speil/core';
import { createTfjsEngine } from '@speil/core/tensor';
import { loadEngine } from '@speil/core/engines';
import { TrainingSession } from '@speil/core/training';

const [side, recipeName] = process.argv.slice(2);
const batch = 128;

/** A recipe by its name, or the dense VAE of the Keras tutorials, whose speeds have been published most. */
function recipeOf(name) {
  if (name !== 'dense-512-2') return recipes.find((recipe) => recipe.name === name);
  const base = structuredClone(recipes.find((recipe) => recipe.name === 'mnist-dense-vae'));
  Object.assign(base.model, { name, latentShape: [2], bottleneck: { kind: 'gaussian', size: 2 } });
  for (const layers of Object.values(base.model.architecture)) {
    for (const layer of layers) if (layer.units === 400) layer.units = 512;
  }
  return base;
}

/** `mended` is our wasm engine; `shipped` is tfjs's wasm backend untouched. */
async function engineOf(name) {
  if (name === 'mended') return loadEngine('wasm');
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs');
  await import('@tensorflow/tfjs-backend-wasm');
  tf.enableProdMode();
  await tf.setBackend('wasm');
  return createTfjsEngine('wasm');
}

const { model, training } = recipeOf(recipeName);
const session = new TrainingSession(await engineOf(side), model, training);
// Mostly black with bright parts, as digits are.
const values = uniforms({ seed: 1, purpose: 'synthetic' }, batch * 784).map((u) =>
  u > 0.8 ? u : 0,
);
const x = { shape: [batch, 28, 28, 1], values };
let step = 0;

process.on('message', async ({ steps }) => {
  try {
    const times = [];
    for (let i = 0; i < steps; i++) {
      const start = performance.now();
      const cpu = process.cpuUsage();
      await session.step(x, step++, { learningRate: 1e-3, beta: 1 });
      const wall = performance.now() - start;
      const { user, system } = process.cpuUsage(cpu);
      times.push({ wall, cpuOverWall: (user + system) / 1000 / wall });
    }
    process.send({ times });
  } catch (error) {
    process.send({ error: String(error.message).split('\n')[0] });
  }
});
process.send({ ready: true });
