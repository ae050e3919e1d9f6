/** The models that a page trains. */
import { modelSpecSchema, trainingSettingsSchema } from '@speil/api';
import type { Dataset, ModelFile, ModelSpec, ModelSpecInput, TrainingSettings } from '@speil/api';
import { pictureSide } from '../protocol/images';
import {
  batchSizes,
  datasets,
  engineChoices,
  families,
  isVariational,
  latentSizes,
  networks,
  noises,
  type Network,
  type Noise,
  type TrainingRequest,
} from '../protocol/train';

type Architecture = ModelSpecInput['architecture'];

const relu = (units: number) => ({ type: 'dense', units, activation: 'relu' }) as const;
const conv = (filters: number) =>
  ({ type: 'conv2d', filters, kernelSize: 3, strides: 2, activation: 'relu' }) as const;
const convTranspose = (filters: number) =>
  ({ type: 'conv2dTranspose', filters, kernelSize: 3, strides: 2, activation: 'relu' }) as const;

/** Encoder and decoder for pictures of a shape whose sides are multiples of four. */
const architectures: Readonly<Record<Network, (shape: readonly number[]) => Architecture>> = {
  dense: (shape) => ({
    encoder: [{ type: 'flatten' }, relu(256)],
    decoder: [
      relu(256),
      { type: 'dense', units: shape.reduce((a, b) => a * b, 1) },
      { type: 'reshape', shape: [...shape] },
    ],
  }),
  conv: ([height = 0, width = 0, channels = 1]) => ({
    encoder: [conv(16), conv(32), { type: 'flatten' }, relu(64)],
    decoder: [
      relu((height / 4) * (width / 4) * 32),
      { type: 'reshape', shape: [height / 4, width / 4, 32] },
      convTranspose(16),
      convTranspose(16),
      { type: 'conv2d', filters: channels, kernelSize: 3 },
    ],
  }),
};

const specFamilies = { vae: 'vae', cvae: 'cvae', ae: 'ae', denoise: 'ae' } as const;
/** The noise that a denoising autoencoder removes. */
const noisy = (drawn: Noise) =>
  ({
    kind: 'corrupted',
    corruptions: [{ kind: 'gaussian', deviation: 0.5 }],
    // The default is not written.
    ...(drawn === 'item' && { drawn }),
  }) as const;

const nameOf = ({
  family,
  network,
  latents,
}: Pick<TrainingRequest, 'family' | 'network' | 'latents'>): string =>
  `page-${family}-${network}-${latents}`;

export function specOf(
  { family, network, latents, noise }: TrainingRequest,
  { shape, classNames = [] }: Pick<Dataset, 'shape' | 'classNames'>,
): ModelSpec {
  return modelSpecSchema.parse({
    name: nameOf({ family, network, latents }),
    family: specFamilies[family],
    ...(family === 'cvae' && { condition: { kind: 'label', classes: classNames.length } }),
    ...(family === 'denoise' && { input: noisy(noise) }),
    codec: { id: 'image', shape: [...shape] },
    latentShape: [latents],
    architecture: architectures[network](shape),
    bottleneck: { kind: isVariational(family) ? 'gaussian' : 'deterministic', size: latents },
    objective: { likelihood: { kind: 'bernoulli' } },
  });
}

/** Epochs after which a training ends by itself: ten minutes of a slow device. */
const epochs = 200;
/** Steps between two moments: some in each second. */
export const stepsBetweenMoments = 20;

export function settingsOf(request: TrainingRequest): TrainingSettings {
  const { batchSize, learningRate, beta, seed } = request;
  return trainingSettingsSchema.parse({
    ...{ epochs, batchSize, seed },
    learningRate: { kind: 'constant', value: learningRate },
    beta: { kind: 'constant', value: beta },
    // The page looks at the model by itself.
    sampleEverySteps: 1e9,
    // One is kept at the end of each epoch.
    checkpoint: { everySteps: 1e9 },
  });
}

/** @returns the request that trains the model of a file; undefined for a model that this page does not train. */
export function requestOf({
  spec,
  training,
}: Pick<ModelFile, 'spec' | 'training'>): TrainingRequest | undefined {
  const data = datasets.find((one) => training?.dataset.id === `${one}/train`);
  const latents = spec.latentShape[0]!;
  const named = families
    .flatMap((family) => networks.map((network) => ({ family, network, latents })))
    .find((one) => nameOf(one) === spec.name);
  if (data === undefined || named === undefined || training === undefined) return undefined;
  const { batchSize, seed, learningRate, beta } = training.settings;
  const isKnownSize = batchSizes.some((size) => size === batchSize);
  const { least, most } = latentSizes;
  if (!isKnownSize || latents < least || latents > most) return undefined;
  if (learningRate.kind !== 'constant' || beta.kind !== 'constant') return undefined;
  const request: TrainingRequest = {
    ...{ ...named, data, batchSize, seed, engine: engineChoices[0] },
    noise: (spec.input?.kind === 'corrupted' && spec.input.drawn) || noises[0],
    ...{ learningRate: learningRate.value, beta: beta.value },
  };
  const classes = spec.condition?.kind === 'label' ? spec.condition.classes : 0;
  const own = specOf(request, {
    shape: [pictureSide, pictureSide, 1],
    classNames: Array.from({ length: classes }, String),
  });
  return JSON.stringify(own) === JSON.stringify(spec) ? request : undefined;
}
