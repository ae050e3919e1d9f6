/**
 * Turns a run into a model package: weights in half precision, recipe, golden outputs. The card is written by hand.
 *
 *   node tools/models/make.mjs RUN_OR_MODEL_FOLDER PACKAGE_FOLDER
 *
 * Goldens: what the model says of five held-out digits of the embedded data, and what it decodes from five latents, so
 * that any machine can tell whether it runs this model right.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { IncompatibleError, NotFoundError, isSpeilError } from '@speil/api';
import { makeFolder } from '@speil/api/node';
import { fromFiles, loadEngine, loadModel, modelFiles, readModel } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { imageCodec } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { latestCheckpoint } from '@speil/runs';
import { goldenOf } from '@speil/testing/golden';

/** What a published model may weigh (CONTRIBUTING, "Publish a model"). */
const mostBytes = 600_000;

const [source, target] = process.argv.slice(2);
try {
  if (source === undefined || target === undefined) {
    throw new NotFoundError('Expected a run or model folder and a package folder.');
  }
  await make(source, target);
} catch (error) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const known = isSpeilError(error) || (error instanceof Error && 'code' in error);
  console.error(`make.mjs: ${known ? message.split('\n')[0] : stack}`);
  process.exitCode = 1;
}

/** All files are made before the first is put in its place. */
async function make(source, target) {
  const folder = newest(source);
  const { file, variables } = await readModel(fromFolder(folder));
  const { codec } = file.spec;
  if (codec.id !== 'image') {
    throw new IncompatibleError(
      `${source} is a model of '${codec.id}': this tool packs pictures. Music: tools/models/make-music.mjs.`,
    );
  }
  const dataset = await openDataset('mnist-10k', { split: 'test' });
  if (codec.shape.join() !== dataset.shape.join()) {
    throw new IncompatibleError(
      `${source} makes pictures of ${codec.shape.join('x')}: goldens are made of the embedded digits, ${dataset.shape.join('x')}.`,
    );
  }
  const weights = { weightType: 'F16', training: file.training };
  const files = { ...modelFiles(file.spec, variables, weights) };
  const engine = await loadEngine('wasm', { training: false });
  const model = await loadModel(fromFiles(target, files), { codec: imageCodec, engine });
  try {
    const golden = await goldenOf(model, { dataset, codec: imageCodec(codec) });
    files['golden.json'] = `${JSON.stringify(golden)}\n`;
  } finally {
    model.dispose();
  }
  const recipe = await recipeOf(source);
  if (recipe !== undefined) files['recipe.json'] = `${JSON.stringify(recipe, null, 2)}\n`;
  await put(files, target);
  const { length } = files['weights.safetensors'];
  console.log(`${target}: ${length} bytes of weights from ${folder}`);
  if (length > mostBytes) {
    console.error(`make.mjs: more than the ${mostBytes} bytes that a published model may weigh.`);
  }
}

/** Files in a folder beside the package first: a full disk leaves the package as it was. */
async function put(files, target) {
  makeFolder(target);
  const draft = await mkdtemp(join(dirname(resolve(target)), `.${basename(target)}-`));
  try {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(draft, name), bytes);
    for (const name of Object.keys(files)) await rename(join(draft, name), join(target, name));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** A run's newest sound checkpoint, or the folder itself. */
function newest(path) {
  const checkpoints = join(path, 'checkpoints');
  if (!existsSync(checkpoints)) {
    if (existsSync(join(path, 'model.json'))) return path;
    throw new NotFoundError(
      `${path} is neither a run nor a model: it has no checkpoints and no model.json.`,
    );
  }
  const { checkpoint, skipped } = latestCheckpoint(checkpoints);
  if (checkpoint !== undefined) return checkpoint.folder;
  throw new NotFoundError(`${path} has no sound checkpoint. ${skipped[0]?.reason ?? ''}`.trim());
}

/** The recipe as the run had it, options of the command line included; undefined for what no run has made. */
async function recipeOf(path) {
  if (!existsSync(join(path, 'config.json'))) return undefined;
  const { recipe } = JSON.parse(await readFile(join(path, 'config.json'), 'utf8'));
  return recipe;
}
