/** One tiny model of every family, likelihood and input. The same suites test all of them. */
import { modelSpecSchema } from '@speil/api';
import type {
  Dataset,
  LayerInput,
  ModelSpec,
  ModelSpecInput,
  PlainLayerInput,
  TrainingSettingsInput,
} from '@speil/api';
import { tinySequences } from './tiny-sequences.js';
import { tinyAe, tinyData, tinyVae } from './tiny.js';

export interface TinyFamily {
  readonly spec: ModelSpec;
  readonly settings?: Partial<TrainingSettingsInput>;
  /** Default `tinyConditions`. */
  readonly data?: Dataset;
}

const image: LayerInput = { type: 'reshape', shape: [8, 8, 1] };
const tanh = (units: number): PlainLayerInput => ({ type: 'dense', units, activation: 'tanh' });
const dense: ModelSpecInput['architecture'] = {
  encoder: [{ type: 'flatten' }, tanh(12)],
  decoder: [tanh(12), { type: 'dense', units: 64 }, image],
};
const bernoulli = { likelihood: { kind: 'bernoulli' } } as const;
const mse = { likelihood: { kind: 'mse' } } as const;

const common: Omit<ModelSpecInput, 'name'> = {
  family: 'vae',
  codec: { id: 'image', shape: [8, 8, 1] },
  latentShape: [2],
  architecture: dense,
  bottleneck: { kind: 'gaussian', size: 2 },
  objective: bernoulli,
};
const plain: Partial<ModelSpecInput> = {
  family: 'ae',
  bottleneck: { kind: 'deterministic', size: 2 },
};

const family = (
  name: string,
  change: Partial<ModelSpecInput>,
  settings: Partial<TrainingSettingsInput> = {},
): TinyFamily => ({ spec: modelSpecSchema.parse({ ...common, name, ...change }), settings });

/** Eight rows of eight pixels as a sequence. */
const rows: LayerInput = { type: 'reshape', shape: [8, 8] };
const sequence = (type: 'lstm' | 'gru'): ModelSpecInput['architecture'] => ({
  encoder: [rows, { type, units: 8 }],
  decoder: [
    { type: 'repeatVector', steps: 8 },
    { type, units: 8, returnSequences: true },
    { type: 'dense', units: 8 },
    image,
  ],
});

const latents: Partial<ModelSpecInput> = {
  family: 'vq-vae',
  latentShape: [2, 2],
  architecture: {
    encoder: [
      { type: 'conv2d', filters: 6, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'conv2d', filters: 3, kernelSize: 3, strides: 2 },
    ],
    decoder: [
      { type: 'conv2dTranspose', filters: 6, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'conv2dTranspose', filters: 1, kernelSize: 3, strides: 2 },
    ],
  },
  bottleneck: {
    kind: 'vq',
    size: 3,
    codebookSize: 8,
  },
  prior: { kind: 'pixelCnn', filters: 6, kernelSize: 3, blocks: 1 },
};

const { prior: _, ...codesAlone } = latents;

export const tinyFamilies: readonly TinyFamily[] = [
  { spec: tinyAe },
  { spec: tinyVae },
  family('sparse-l1', {
    ...plain,
    objective: { ...bernoulli, sparsity: { kind: 'l1', weight: 0.1 } },
  }),
  family('sparse-kl', {
    family: 'ae',
    latentShape: [6],
    architecture: {
      encoder: [{ type: 'flatten' }, { type: 'dense', units: 6, activation: 'sigmoid' }],
      decoder: dense.decoder,
    },
    bottleneck: { kind: 'deterministic', size: 6, head: 'identity' },
    objective: { ...bernoulli, sparsity: { kind: 'kl', target: 0.2, weight: 1 } },
  }),
  family('continuous-bernoulli', { objective: { likelihood: { kind: 'continuousBernoulli' } } }),
  family('gaussian-fixed', { objective: { likelihood: { kind: 'gaussian', variance: 0.1 } } }),
  family('gaussian-learned', {
    objective: { likelihood: { kind: 'gaussian', variance: 'learned' } },
  }),
  family('gaussian-learned-from', {
    objective: { likelihood: { kind: 'gaussian', variance: { learnedFrom: 0.1 } } },
  }),
  family('discretized-logistic', { objective: { likelihood: { kind: 'discretizedLogistic' } } }),
  family(
    'denoising',
    {
      ...plain,
      input: {
        kind: 'corrupted',
        corruptions: [
          { kind: 'gaussian', mean: 0.1, deviation: 0.3 },
          { kind: 'saltAndPepper', rate: 0.2 },
          { kind: 'maskBlocks', count: 2, size: 3 },
          { kind: 'blur', deviation: 0.7 },
          { kind: 'speckle', deviation: 0.3 },
        ],
      },
    },
    { corruption: { kind: 'linear', from: 0, to: 1, steps: 5 } },
  ),
  family('denoising-one', {
    ...plain,
    input: {
      kind: 'corrupted',
      corruptions: [
        { kind: 'saltAndPepper', rate: 0.2 },
        { kind: 'blur', deviation: 1 },
      ],
      apply: 'one',
    },
  }),
  ...(['average', 'bicubic', 'pixel', 'random'] as const).map((method) =>
    family(`reduced-${method}`, { ...plain, input: { kind: 'reduced', factor: 2, method } }),
  ),
  family('reduced-by-four', { ...plain, input: { kind: 'reduced', factor: 4 } }),
  family('lstm', { ...plain, architecture: sequence('lstm') }),
  family('gru', { ...plain, architecture: sequence('gru') }),
  family('residual', {
    architecture: {
      encoder: [
        {
          type: 'residual',
          activation: 'relu',
          layers: [
            { type: 'conv2d', filters: 4, kernelSize: 3, strides: 2, activation: 'relu' },
            { type: 'conv2d', filters: 4, kernelSize: 3 },
          ],
        },
        {
          type: 'residual',
          layers: [{ type: 'layerNormalization' }, { type: 'conv2d', filters: 4, kernelSize: 3 }],
        },
        { type: 'averagePool2d', poolSize: 3 },
        { type: 'flatten' },
        { type: 'residual', layers: [tanh(6)] },
      ],
      decoder: dense.decoder,
    },
  }),
  family(
    'capacity',
    { objective: { ...bernoulli, capacity: { gamma: 3 } } },
    { capacity: { kind: 'linear', from: 0, to: 2, steps: 10 } },
  ),
  family('cyclical', {}, { beta: { kind: 'cyclical', cycles: 2 } }),
  family('conditional', { family: 'cvae', condition: { kind: 'label', classes: 3 } }),
  family('conditional-vector', { family: 'cvae', condition: { kind: 'vector', size: 2 } }),
  family('importance', { family: 'iwae', objective: { ...bernoulli, importanceSamples: 4 } }),
  family('binarized', { input: { kind: 'binarized' } }),
  family(
    'wae',
    {
      family: 'wae',
      bottleneck: { kind: 'deterministic', size: 2 },
      objective: { ...mse, priorMatching: { kind: 'mmd', weight: 10 } },
    },
    { priorMatching: { kind: 'linear', from: 0.2, to: 1, steps: 10 } },
  ),
  family(
    'infovae',
    { family: 'infovae', objective: { ...mse, priorMatching: { kind: 'mmd', weight: 10 } } },
    { beta: { kind: 'constant', value: 0.1 } },
  ),
  ...([undefined, 3] as const).map((pace) =>
    family(pace === undefined ? 'adversarial' : 'adversarial-paced', {
      family: 'aae',
      bottleneck: { kind: 'deterministic', size: 2 },
      objective: {
        ...mse,
        priorMatching: {
          kind: 'adversarial',
          ...(pace && { discriminatorRate: pace }),
          layers: [
            { type: 'dense', units: 8, activation: 'leakyRelu' },
            { type: 'dense', units: 1 },
          ],
        },
      },
    }),
  ),
  family('misread-variance', {
    objective: { ...bernoulli, reproduceError: 'varianceReadAsDeviation' },
  }),
  family('denoising-kept', {
    ...plain,
    input: {
      kind: 'corrupted',
      corruptions: [{ kind: 'gaussian', deviation: 0.3 }],
      drawn: 'item',
    },
  }),
  family('supervised', {
    ...plain,
    objective: {
      ...bernoulli,
      supervision: { classes: 3, weight: 20, layers: [tanh(4), { type: 'dense', units: 3 }] },
    },
  }),
  family('vq', { ...latents, objective: mse }),
  family('fsq', {
    ...latents,
    family: 'fsq-vae',
    bottleneck: { kind: 'fsq', levels: [3, 2, 2] },
    objective: mse,
  }),
  family('vq-alone', {
    ...codesAlone,
    bottleneck: { kind: 'vq', size: 3, codebookSize: 8 },
    objective: bernoulli,
  }),
  ...Object.values(tinySequences).map(({ spec, data }) => ({
    spec,
    data,
    settings: {
      beta: { kind: 'approach', to: 0.2, decay: 0.9 },
      learningRate: { kind: 'constant', value: 0.02 },
      scheduledSampling: { kind: 'inverseSigmoid', rate: 4 },
    } as const,
  })),
];

/** The tiny data with a class and a vector for each example. */
export const tinyConditions: Dataset = {
  ...tinyData,
  labels: Uint8Array.from({ length: tinyData.size }, (_, i) => i % 3),
  conditions: (indices) => ({
    shape: [indices.length, 2],
    values: Float32Array.from({ length: 2 * indices.length }, (_, i) =>
      i % 2 === 0 ? indices[i >> 1]! % 6 : Math.floor(indices[i >> 1]! / 6),
    ),
  }),
};

export const familyNamed = (name: string): TinyFamily =>
  tinyFamilies.find(({ spec }) => spec.name === name)!;
