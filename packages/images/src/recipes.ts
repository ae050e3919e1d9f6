/**
 * The image recipes as plain data. Nothing here loads tfjs: a list of recipes is a list of objects.
 */
import { recipeSchema, type LayerInput, type ModelSpecInput, type Recipe } from '@speil/api';
import type { TrainingSettingsInput } from '@speil/api';

interface Experiment {
  /** After the dataset's prefix: `vae` becomes `mnist-vae`. */
  readonly name: string;
  readonly title: string;
  readonly model: Omit<ModelSpecInput, 'name' | 'codec'>;
  readonly training: TrainingSettingsInput;
}

const codec = { id: 'image', shape: [28, 28, 1] };
const bernoulli = { likelihood: { kind: 'bernoulli' } } as const;
const image: LayerInput = { type: 'reshape', shape: [28, 28, 1] };

const conv = (filters: number, rest: Partial<Extract<LayerInput, { type: 'conv2d' }>> = {}) =>
  ({ type: 'conv2d', filters, kernelSize: 3, activation: 'relu', ...rest }) as const;
const convTranspose = (filters: number, strides: number) =>
  ({ type: 'conv2dTranspose', filters, kernelSize: 3, strides, activation: 'relu' }) as const;
const relu = (units: number): LayerInput => ({ type: 'dense', units, activation: 'relu' });

const experiments: readonly Experiment[] = [
  {
    name: 'ae',
    title: 'Autoencoder, 784-32-784',
    model: {
      family: 'ae',
      latentShape: [32],
      architecture: {
        encoder: [{ type: 'flatten' }, relu(32)],
        decoder: [{ type: 'dense', units: 784 }, image],
      },
      bottleneck: { kind: 'point', size: 32, head: 'identity' },
      objective: bernoulli,
    },
    training: { epochs: 20 },
  },
  {
    name: 'conv-ae',
    title: 'Convolutional autoencoder to a code of 4 x 4 x 8',
    model: {
      family: 'ae',
      latentShape: [4, 4, 8],
      architecture: {
        encoder: [
          conv(16),
          { type: 'maxPool2d', poolSize: 2, padding: 'same' },
          conv(8),
          { type: 'maxPool2d', poolSize: 2, padding: 'same' },
          conv(8),
          { type: 'maxPool2d', poolSize: 2, padding: 'same' },
        ],
        decoder: [
          conv(8),
          { type: 'upSample2d', size: 2 },
          conv(8),
          { type: 'upSample2d', size: 2 },
          // Without padding, 16 becomes 14, so that the last doubling ends at 28.
          conv(16, { padding: 'valid' }),
          { type: 'upSample2d', size: 2 },
          conv(1, { activation: 'linear' }),
        ],
      },
      bottleneck: { kind: 'point', size: 128, head: 'identity' },
      objective: bernoulli,
    },
    training: { epochs: 10 },
  },
  {
    name: 'vae',
    title: 'Convolutional VAE with two latent numbers',
    model: {
      family: 'vae',
      latentShape: [2],
      architecture: {
        encoder: [
          conv(32, { strides: 2 }),
          conv(64, { strides: 2 }),
          { type: 'flatten' },
          relu(16),
        ],
        decoder: [
          relu(7 * 7 * 64),
          { type: 'reshape', shape: [7, 7, 64] },
          convTranspose(64, 2),
          convTranspose(32, 2),
          { type: 'conv2dTranspose', filters: 1, kernelSize: 3 },
        ],
      },
      bottleneck: { kind: 'gaussian', size: 2 },
      objective: bernoulli,
    },
    training: {
      epochs: 5,
      learningRate: { kind: 'cosine', from: 0.002, warmupSteps: 100 },
      // A heavy KL at first spreads the digits over the whole plane; once they cling to one side, as they do without it,
      // no later step moves them.
      beta: { kind: 'linear', from: 6, to: 1, steps: 500 },
    },
  },
  {
    name: 'dense-vae',
    title: 'Dense VAE, 784-400-20',
    model: {
      family: 'vae',
      latentShape: [20],
      architecture: {
        encoder: [{ type: 'flatten' }, relu(400)],
        decoder: [relu(400), { type: 'dense', units: 784 }, image],
      },
      bottleneck: { kind: 'gaussian', size: 20 },
      objective: bernoulli,
    },
    training: { epochs: 10 },
  },
];

const datasets = [
  { prefix: 'mnist', label: 'digits', dataset: { name: 'mnist', fallback: 'mnist-10k' } },
  { prefix: 'fashion', label: 'clothing', dataset: { name: 'fashion-mnist' } },
] as const;

/** Every recipe of this package, checked. */
export const recipes: readonly Recipe[] = datasets.flatMap(({ prefix, label, dataset }) =>
  experiments.map(({ name, title, model, training }) =>
    recipeSchema.parse({
      name: `${prefix}-${name}`,
      title: `${title} (${label})`,
      domain: 'images',
      dataset,
      model: { name: `${prefix}-${name}`, codec, ...model },
      training,
    }),
  ),
);
