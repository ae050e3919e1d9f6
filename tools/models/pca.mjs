/**
 * Writes principal components as a model folder: a linear autoencoder whose weights are the exact components of the
 * training digits. Every command that takes a model can then take the components too.
 *
 *   node tools/models/pca.mjs FOLDER
 *
 * MNIST is looked up in SPEIL_DATA and in the user's cache. The packages must be built. The same data give the same
 * file.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelSpecSchema } from '@speil/api';
import { modelFiles, findPrincipalComponents } from '@speil/core';
import { openDataset } from '@speil/images/node';

const size = 2;
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Expected a folder.');
  process.exit(2);
}

const dataset = await openDataset('mnist', { split: 'train' });
const { mean, components, variances } = await findPrincipalComponents(dataset, size);
const width = mean.length;
// Latents are in standard deviations, so that both directions fill a plane equally.
const scales = variances.map(Math.sqrt);

const spec = modelSpecSchema.parse({
  name: `mnist-pca-${size}d`,
  family: 'ae',
  codec: { id: 'image', shape: dataset.shape },
  latentShape: [size],
  architecture: {
    encoder: [{ type: 'flatten' }],
    decoder: [
      { type: 'dense', units: width },
      { type: 'reshape', shape: dataset.shape },
    ],
  },
  bottleneck: { kind: 'deterministic', size },
  objective: { likelihood: { kind: 'mse' } },
});
const variables = {
  'bottleneck/mean/kernel': matrix(width, size, (i, c) => components[c][i] / scales[c]),
  'bottleneck/mean/bias': vector(size, (c) => -dot(mean, components[c]) / scales[c]),
  'decoder/0/kernel': matrix(size, width, (c, i) => components[c][i] * scales[c]),
  'decoder/0/bias': vector(width, (i) => mean[i]),
};
await mkdir(folder, { recursive: true });
for (const [name, bytes] of Object.entries(modelFiles(spec, variables))) {
  await writeFile(join(folder, name), bytes);
}
console.log(`${folder}: variances ${variances.map((value) => value.toFixed(4)).join(', ')}`);

function matrix(rows, columns, valueAt) {
  const values = Float32Array.from({ length: rows * columns }, (_, i) =>
    valueAt(Math.floor(i / columns), i % columns),
  );
  return { shape: [rows, columns], values };
}

function vector(length, valueAt) {
  return { shape: [length], values: Float32Array.from({ length }, (_, i) => valueAt(i)) };
}

function dot(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
