/**
 * Turns a run into a model package: weights in half precision, recipe, golden outputs. The card is written by hand.
 *
 *   node tools/models/make.mjs RUN_OR_MODEL_FOLDER PACKAGE_FOLDER
 *
 * Goldens: what the model says of five held-out digits of the embedded data, and what it decodes from five latents, so
 * that any machine can tell whether it runs this model right.
 */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromFiles, loadEngine, loadModel, modelFiles, readModel } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { imageCodec } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { goldenOf } from '@speil/testing/golden';

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  console.error('Expected a run or model folder and a package folder.');
  process.exit(2);
}
const folder = newest(source);
const { file, variables } = await readModel(fromFolder(folder));
const files = modelFiles(file.spec, variables, { weightType: 'F16', training: file.training });
await mkdir(target, { recursive: true });
for (const [name, bytes] of Object.entries(files)) await writeFile(join(target, name), bytes);

const engine = await loadEngine('wasm', { training: false });
const model = await loadModel(fromFiles(target, files), { codec: imageCodec, engine });
const dataset = await openDataset('mnist-10k', { split: 'test' });
const golden = await goldenOf(model, { dataset, codec: imageCodec(file.spec.codec) });
await writeFile(join(target, 'golden.json'), `${JSON.stringify(golden)}\n`);
const recipe = await recipeOf(source);
if (recipe !== undefined) {
  await writeFile(join(target, 'recipe.json'), `${JSON.stringify(recipe, null, 2)}\n`);
}
model.dispose();
console.log(`${target}: ${files['weights.safetensors'].length} bytes of weights from ${folder}`);

/** A run's newest checkpoint, or the folder itself. */
function newest(path) {
  const checkpoints = join(path, 'checkpoints');
  if (!existsSync(checkpoints)) return path;
  const last = readdirSync(checkpoints)
    .filter((name) => name.startsWith('step-'))
    .sort()
    .at(-1);
  return join(checkpoints, last);
}

/** The recipe as the run had it, options of the command line included; undefined for what no run has made. */
async function recipeOf(path) {
  if (!existsSync(join(path, 'config.json'))) return undefined;
  const { recipe } = JSON.parse(await readFile(join(path, 'config.json'), 'utf8'));
  return recipe;
}
