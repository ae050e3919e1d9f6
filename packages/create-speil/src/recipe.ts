/**
 * The recipe of a new package: a small convolutional network for pictures of any size whose sides are multiples of four.
 * Every halving of the sides is one convolution.
 */
import type { CheckedOptions, Family } from './options.js';

interface Network {
  readonly encoder: string;
  readonly decoder: string;
}

/** What the templates of a recipe need, each value as the text that appears there. */
export function recipeValues({
  short,
  family,
  data,
  dataTitle,
  fallback,
  shape,
}: CheckedOptions): Readonly<Record<string, string>> {
  const latent = family === 'beta-vae' ? 10 : 16;
  return {
    recipe: short,
    title: `${titles[family]} of ${dataTitle}`
      .slice(0, 120)
      .replaceAll(/[^\p{L}\p{N} .,()_-]/gu, ' '),
    family: family === 'ae' ? 'ae' : 'vae',
    dataset: datasetText(data, fallback),
    shape: shape.join(', '),
    latent: String(latent),
    bottleneck: family === 'ae' ? 'deterministic' : 'gaussian',
    likelihood: likelihoodText(family, shape[2]),
    beta:
      family === 'beta-vae' ? "\n      beta: { kind: 'linear', from: 0, to: 4, steps: 1000 }," : '',
    ...networkOf(shape),
  };
}

const titles: Readonly<Record<Family, string>> = {
  ae: 'Convolutional autoencoder',
  vae: 'Convolutional VAE',
  'beta-vae': 'Convolutional beta-VAE, beta 4,',
};

function datasetText(data: string, fallback: string | undefined): string {
  const name = `name: '${data.replaceAll(/['\\]/gu, '\\$&')}'`;
  if (fallback !== undefined) return `{ ${name}, fallback: '${fallback}' }`;
  return data.startsWith('.') ? `{ ${name}, fit: 'crop' }` : `{ ${name} }`;
}

/** In grey the cross-entropy; in colour a Gaussian whose variance is learned, or the squared error. */
function likelihoodText(family: Family, channels: number): string {
  if (channels === 1) return "{ kind: 'bernoulli' }";
  return family === 'ae'
    ? "{ kind: 'mse' }"
    : "{ kind: 'gaussian', variance: { learnedFrom: 0.01 } }";
}

function networkOf([height, width, channels]: readonly [number, number, number]): Network {
  const filters = Math.min(height, width) >= 32 ? [16, 32, 64] : [16, 32];
  const scale = 2 ** filters.length;
  const innermost = [height / scale, width / scale, filters.at(-1)!];
  const units = innermost.reduce((product, side) => product * side, 1);
  return {
    encoder: lines([
      ...filters.map(
        (count) =>
          `{ type: 'conv2d', filters: ${count}, kernelSize: 3, strides: 2, activation: 'relu' }`,
      ),
      "{ type: 'flatten' }",
    ]),
    decoder: lines([
      `{ type: 'dense', units: ${units}, activation: 'relu' }`,
      `{ type: 'reshape', shape: [${innermost.join(', ')}] }`,
      ...filters
        .slice(0, -1)
        .reverse()
        .map(
          (count) =>
            `{ type: 'conv2dTranspose', filters: ${count}, kernelSize: 3, strides: 2, activation: 'relu' }`,
        ),
      `{ type: 'conv2dTranspose', filters: ${channels}, kernelSize: 3, strides: 2 }`,
    ]),
  };
}

function lines(layers: readonly string[]): string {
  return layers.map((layer) => `          ${layer},`).join('\n');
}
