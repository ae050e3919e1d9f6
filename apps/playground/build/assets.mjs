/**
 * Puts what the site serves beside its pages into public/: the model package's files, the engine's wasm and the font.
 * Taken from the installed packages, so that the site always shows the versions that the lockfile names.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { atlasSchema, modelFileSchema, parseJson } from '@speil/api';

const require = createRequire(import.meta.url);
const publicFolder = path.join(import.meta.dirname, '../public');

/** The folder of an installed package. */
function packageFolder(name) {
  return path.dirname(require.resolve(`${name}/package.json`));
}

async function copy(from, to) {
  await mkdir(path.dirname(to), { recursive: true });
  await cp(from, to, { recursive: true });
}

export async function prepareAssets() {
  await rm(publicFolder, { recursive: true, force: true });
  // A model under work can be tried before it is shipped.
  const model = process.env.SPEIL_MODEL ?? packageFolder('@speil/model-mnist-vae');
  await checkModel(model);
  const target = path.join(publicFolder, 'models/mnist-vae');
  for (const file of await readdir(model)) {
    const served = /^(?:model\.json|weights\.safetensors|atlas)$/u.test(file);
    if (served) await copy(path.join(model, file), path.join(target, file));
  }
  for (const file of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
    await copy(
      path.join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist', file),
      path.join(publicFolder, 'engines', file),
    );
  }
  await copy(
    path.join(
      packageFolder('@fontsource-variable/schibsted-grotesk'),
      'files/schibsted-grotesk-latin-wght-normal.woff2',
    ),
    path.join(publicFolder, 'fonts/schibsted-grotesk.woff2'),
  );
}

/** @throws when a model has no atlas, or one that was made of other weights. */
async function checkModel(folder) {
  const needed = ['model.json', 'weights.safetensors', 'atlas/atlas.json'];
  const missing = needed.filter((file) => !existsSync(path.join(folder, file)));
  if (missing.length > 0) {
    throw new Error(
      `The playground needs a model with its atlas. Missing in ${folder}: ${missing.join(', ')}. Make them with tools/models/make.mjs and tools/atlas/make.mjs.`,
    );
  }
  const read = async (schema, file) =>
    parseJson(schema, await readFile(path.join(folder, file), 'utf8'), file);
  const model = await read(modelFileSchema, 'model.json');
  const atlas = await read(atlasSchema, 'atlas/atlas.json');
  if (atlas.model.weights !== model.files['weights.safetensors']?.sha256) {
    throw new Error(
      `The atlas in ${folder} was made of other weights. Run: node tools/atlas/make.mjs ${folder}`,
    );
  }
}
