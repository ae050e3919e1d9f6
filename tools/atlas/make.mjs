/**
 * Writes the atlas of a model with two latent dimensions into the folder `atlas` of its model folder.
 *
 *   node tools/atlas/make.mjs [--latents] [model folder] [dataset]
 *
 * With `--latents` it writes only the latents, for a model that is compared with one that has a complete atlas.
 * Default: packages/models/mnist-vae and mnist, whose IDX files are looked up in SPEIL_DATA and in the user's cache.
 * The packages must be built. The same weights and the same data give the same files.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createBatch, IncompatibleError, isSpeilError, rowOf } from '@speil/api';
import { loadEngine, loadModel } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { imageCodec } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { evenly, itemCount, makeAtlas, makeLatentsAtlas } from './atlas.mjs';

const workspace = path.join(import.meta.dirname, '../..');

try {
  const given = process.argv.slice(2);
  const [folder = path.join(workspace, 'packages/models/mnist-vae'), name = 'mnist'] = given.filter(
    (argument) => argument !== '--latents',
  );
  const target = path.join(folder, 'atlas');
  const make = given.includes('--latents') ? makeLatentsAtlas : makeAtlas;
  const files = await make(await openModel(folder), await openItems(name));
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const [file, bytes] of Object.entries(files)) {
    await writeFile(path.join(target, file), bytes);
    console.log(`${path.relative(process.cwd(), path.join(target, file))}: ${bytes.length} bytes`);
  }
} catch (error) {
  if (!isSpeilError(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** @returns {Promise<import('./atlas.mjs').AtlasModel>} */
async function openModel(folder) {
  const engine = await loadEngine('wasm', { training: false });
  const model = await loadModel(fromFolder(folder), { codec: imageCodec, engine });
  const { spec, file } = model;
  const [height, width] = spec.codec.shape;
  if (spec.latentShape.join() !== '2' || spec.codec.shape[2] !== 1) {
    throw new IncompatibleError(
      `An atlas needs a model of grey pictures with two latent numbers. Received: ${spec.name}, latents of shape [${spec.latentShape.join(', ')}].`,
    );
  }
  return {
    name: spec.name,
    weights: file.files['weights.safetensors'].sha256,
    async encode(pictures, labels) {
      const items = pictures.map((pixels) => ({ width, height, channels: 1, pixels }));
      const told = spec.condition === null ? {} : { condition: Array.from(labels) };
      const { mean } = await model.encode(items, told);
      return mean.values;
    },
    async decode(latents) {
      const pictures = await model.decode(createBatch([latents.length / 2, 2], latents));
      return pictures.map(({ pixels }) => pixels);
    },
  };
}

/** @returns {Promise<import('./atlas.mjs').AtlasData>} */
async function openItems(name) {
  const dataset = await openDataset(name, { split: 'test' });
  const { id, fingerprint, size, labels, shape } = dataset;
  if (labels === undefined) throw new IncompatibleError(`Dataset ${id} has no classes to colour.`);
  const indices = evenly(size, Math.min(itemCount, size));
  const batch = await dataset.read(indices);
  const classes = Math.max(...labels) + 1;
  return {
    dataset: { id, fingerprint, size },
    classNames: dataset.classNames ?? Array.from({ length: classes }, (_, i) => String(i)),
    tile: [shape[0], shape[1]],
    pictures: indices.map((_, i) =>
      Uint8Array.from(rowOf(batch, i), (value) => Math.round(value * 255)),
    ),
    labels: Uint8Array.from(indices, (index) => labels[index]),
  };
}
