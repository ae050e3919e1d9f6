/**
 * Copies what the site serves beside its pages into public/: the files of the model packages, the engine's wasm and the
 * font. They come from the installed packages, so that the site has the versions of the lockfile.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { latentAtlasSchema, modelFileSchema, parseJson } from '@speil/api';
import { openDataset } from '@speil/images/node';
import { checkpointFiles, writeExamples } from './music-assets.mjs';

const require = createRequire(import.meta.url);
const publicFolder = path.join(import.meta.dirname, '../public');

/** Models that are shown as planes have an atlas as well; the others have only two files. */
const planeModels = ['mnist-vae', 'mnist-pca-2d', 'mnist-ae-2d', 'mnist-beta-vae-2d', 'mnist-cvae'];
const restorers = [
  'mnist-denoise-any',
  'fashion-denoise-any',
  'mnist-upscale-2',
  'mnist-upscale-4',
];
const colourModels = [
  'scenes-denoise',
  'scenes-upscale-2',
  'scenes-upscale-4',
  'scenes-vae',
  'scenes-vq-vae',
];
/** Datasets that pages train on. */
const datasets = ['mnist-10k', 'fashion-mnist-10k'];
const musicModels = ['drums-2bar', 'melody-2bar'];
/** Pictures of docs/lesson that stand in the Lesson in place of its widgets if scripts do not run. */
const figures = [
  'autoencoder',
  'noise-in-the-code',
  'pca',
  'denoising',
  'upscale-x4',
  'ae-2d-grid',
  'vae-grid',
  'vae-scatter',
  'other-data',
];

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
  for (const name of planeModels) await serveModel(name, ['atlas/atlas.json']);
  for (const name of [...restorers, ...colourModels]) await serveModel(name);
  for (const name of musicModels) await serveCheckpoint(name);
  for (const name of datasets) await serveDataset(name);
  for (const name of figures) {
    await copy(
      path.join(import.meta.dirname, '../../../docs/lesson/pictures', `${name}.png`),
      path.join(publicFolder, 'figures', `${name}.png`),
    );
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

/** SPEIL_MODELS is the path of a folder with models that are not published yet, each in a folder of its name. */
function modelFolder(name) {
  const own = path.join(process.env.SPEIL_MODELS ?? '', name);
  const tried = process.env.SPEIL_MODELS !== undefined && existsSync(own);
  return tried ? own : packageFolder(`@speil/model-${name}`);
}

async function serveModel(name, parts = []) {
  const folder = modelFolder(name);
  const needed = ['model.json', 'weights.safetensors', ...parts];
  const missing = needed.filter((file) => !existsSync(path.join(folder, file)));
  if (missing.length > 0) {
    throw new Error(
      `The playground needs ${needed.join(', ')} of the model ${name}. Missing in ${folder}: ${missing.join(', ')}. Make them with tools/models/make.mjs and tools/atlas/make.mjs.`,
    );
  }
  if (parts.length > 0) await checkAtlas(folder);
  for (const file of await readdir(folder)) {
    const served = /^(?:model\.json|weights\.safetensors|atlas)$/u.test(file);
    if (served) await copy(path.join(folder, file), path.join(publicFolder, 'models', name, file));
  }
}

/** The parts of a dataset, labels before pixels, each gzipped, with what is known of them in facts.json. */
async function serveDataset(name) {
  const folder = path.join(publicFolder, 'data', name);
  await mkdir(folder, { recursive: true });
  const facts = { name };
  for (const split of ['train', 'test']) {
    const data = await openDataset(name, { split });
    const { values } = await data.read(Array.from({ length: data.size }, (_, i) => i));
    const pixels = Uint8Array.from(values, (value) => Math.round(255 * value));
    const file = `${split}.bin`;
    const packed = gzipSync(Buffer.concat([data.labels, pixels]), { level: 9 });
    await writeFile(path.join(folder, file), packed);
    const { size, fingerprint, shape, classNames } = data;
    Object.assign(facts, { shape, classNames, [split]: { file, size, fingerprint } });
  }
  await writeFile(path.join(folder, 'facts.json'), JSON.stringify(facts));
}

/** A checkpoint of magenta-js, as in its package. */
async function serveCheckpoint(name) {
  const folder = modelFolder(name);
  const served = path.join(publicFolder, 'models', name);
  for (const file of checkpointFiles) await copy(path.join(folder, file), path.join(served, file));
  await writeExamples(folder, served);
}

/** @throws when a model's atlas was made from other weights. */
async function checkAtlas(folder) {
  const read = async (schema, file) =>
    parseJson(schema, await readFile(path.join(folder, file), 'utf8'), file);
  const model = await read(modelFileSchema, 'model.json');
  const atlas = await read(latentAtlasSchema, 'atlas/atlas.json');
  if (atlas.model.weights !== model.files['weights.safetensors']?.sha256) {
    throw new Error(
      `The atlas in ${folder} was made of other weights. Run: node tools/atlas/make.mjs ${folder}`,
    );
  }
}
