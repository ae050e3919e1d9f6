/** The families that are fitted to data: each makes a model for pictures of any size. A new one is an entry of this table. */
import { InvalidArgumentError, type ModelSpecInput, type TrainingSettingsInput } from '@speil/api';
import {
  countLevels,
  mapNetworks,
  restoringNetworks,
  sidesAt,
  vectorNetworks,
  type PictureShape,
} from './networks.js';

/** The pictures that a model is made for, and its sizes. */
export interface Fitting {
  readonly shape: PictureShape;
  /** Number of classes; undefined for pictures without labels. */
  readonly classes?: number;
  /** Size of the latent vector, or of each vector of a map of latents. */
  readonly latent: number;
  /** Channels of the first convolution. */
  readonly width: number;
  /** Mean of the pictures' values, from 0 to 1. Default .5. */
  readonly mean?: number;
}

export interface FittedFamily {
  /** The family's name in a line about the model, such as `residual VAE`. */
  readonly title: string;
  /** Default size of the latent; null if it is fixed. */
  readonly latent: number | null;
  readonly model: (fitting: Fitting) => Omit<ModelSpecInput, 'name' | 'codec'>;
  readonly training?: Partial<TrainingSettingsInput>;
}

type Likelihood = ModelSpecInput['objective']['likelihood'];

const mse: Likelihood = { kind: 'mse' };
/** In colour a Gaussian whose variance is learned (Rybkin et al. 2021), in grey the cross-entropy. */
const likelihoodFor = ([, , channels]: PictureShape): Likelihood =>
  channels === 1 ? { kind: 'bernoulli' } : { kind: 'gaussian', variance: { learnedFrom: 0.01 } };

/** The mean at which the output of a network starts; undefined if its outputs are logits, which start at 0. */
const meanFor = ({ kind }: Likelihood, { mean = 0.5 }: Fitting): number | undefined =>
  kind === 'bernoulli' ? undefined : mean;

type Model = ReturnType<FittedFamily['model']>;
type Parts = Omit<Model, 'family'>;

/** A vector of latents, and networks to and from it. */
const vector = (
  fitting: Fitting,
  likelihood: Likelihood,
): Pick<Model, 'latentShape' | 'architecture' | 'objective'> => ({
  latentShape: [fitting.latent],
  architecture: vectorNetworks(fitting.shape, fitting.width, meanFor(likelihood, fitting)),
  objective: { likelihood },
});

const variational = (fitting: Fitting, likelihood = likelihoodFor(fitting.shape)): Parts => ({
  ...vector(fitting, likelihood),
  bottleneck: { kind: 'gaussian', size: fitting.latent },
});

function denoiser({ shape, width, latent }: Fitting): Model {
  const levels = Math.min(1, countLevels(shape));
  return {
    family: 'ae',
    ...identityMap(sidesAt(shape, levels), latent),
    architecture: restoringNetworks(shape, { width, levels, size: latent }, levels),
    objective: { likelihood: mse },
    input: { kind: 'corrupted', corruptions: [{ kind: 'gaussian', deviation: 0.2 }] },
  };
}

const enlarger = (levels: 1 | 2) =>
  function enlarge({ shape, width, latent }: Fitting): Model {
    const factor = levels === 1 ? 2 : 4;
    if (shape[0] % factor !== 0 || shape[1] % factor !== 0) {
      throw new InvalidArgumentError(
        `To be enlarged by ${factor}, both sides of a picture must be multiples of ${factor}. Received: ${shape[1]}x${shape[0]}. Choose another size with --size.`,
      );
    }
    return {
      family: 'ae',
      ...identityMap(sidesAt(shape, levels), latent),
      architecture: restoringNetworks(shape, { width, levels, size: latent }, 0),
      objective: { likelihood: mse },
      input: { kind: 'reduced', factor, method: 'bicubic' },
    };
  };

/**
 * Every pixel of a picture is an example, so that a few pictures are enough for a step: the published networks take 16
 * (Lim et al. 2017, section 4.2).
 */
const restoring = {
  batchSize: 16,
  learningRate: { kind: 'cosine', from: 2e-3, to: 1e-5, warmupSteps: 100 },
} as const satisfies Partial<TrainingSettingsInput>;

/** Latents that are the features themselves, `[height, width, size]`. */
function identityMap(
  sides: readonly [number, number],
  size: number,
): Pick<Model, 'latentShape' | 'bottleneck'> {
  return {
    latentShape: [...sides, size],
    bottleneck: { kind: 'deterministic', size: sides[0] * sides[1] * size, head: 'identity' },
  };
}

function conditional(fitting: Fitting): Model {
  const { classes } = fitting;
  if (classes === undefined || classes < 2) {
    throw new InvalidArgumentError(
      `A conditional model needs pictures with at least two classes, such as one subfolder per class. Received: ${classes ?? 'no'} classes.`,
    );
  }
  return { family: 'cvae', condition: { kind: 'label', classes }, ...variational(fitting) };
}

/** A model with a map of codes, of a codebook or of quantised scalars, and with a prior that learns the codes. */
function quantized(fitting: Fitting, discrete: Pick<Model, 'family' | 'bottleneck'>): Model {
  const { shape, width, latent } = fitting;
  const likelihood = likelihoodFor(shape);
  const levels = Math.min(countLevels(shape), shape[0] > 32 ? 3 : 2);
  return {
    ...discrete,
    latentShape: sidesAt(shape, levels),
    architecture: mapNetworks(shape, {
      width,
      levels,
      size: latent,
      mean: meanFor(likelihood, fitting),
    }),
    prior: { kind: 'pixelCnn', filters: 64, kernelSize: 3, blocks: 5 },
    objective: { likelihood },
  };
}

/** 240 codes, as many as a codebook of 2^8 has (Mentzer et al. 2024, table 1). */
const levels = [8, 6, 5];

/** The families of models that are fitted to people's pictures. */
export const fittedFamilies = {
  ae: {
    title: 'residual autoencoder',
    latent: 32,
    model: (fitting) => ({
      family: 'ae',
      ...vector(fitting, fitting.shape[2] === 1 ? likelihoodFor(fitting.shape) : mse),
      bottleneck: { kind: 'deterministic', size: fitting.latent },
    }),
  },
  vae: {
    title: 'residual VAE',
    latent: 32,
    model: (fitting) => ({ family: 'vae', ...variational(fitting) }),
  },
  'beta-vae': {
    title: 'residual beta-VAE, beta 4',
    latent: 10,
    model: (fitting) => ({
      family: 'vae',
      ...variational(fitting, { kind: 'bernoulli' }),
    }),
    training: { beta: { kind: 'linear', from: 0, to: 4, steps: 1000 } },
  },
  cvae: { title: 'residual conditional VAE', latent: 32, model: conditional },
  wae: {
    title: 'residual Wasserstein autoencoder (MMD)',
    latent: 32,
    model: (fitting) => {
      const { objective, ...rest } = vector(fitting, mse);
      return {
        family: 'wae',
        ...rest,
        bottleneck: { kind: 'deterministic', size: fitting.latent },
        objective: { ...objective, priorMatching: { kind: 'mmd', weight: 10 } },
      };
    },
  },
  'vq-vae': {
    title: 'residual VQ-VAE with a PixelCNN prior',
    latent: 32,
    model: (fitting) =>
      quantized(fitting, {
        family: 'vq-vae',
        bottleneck: { kind: 'vq', size: fitting.latent, codebookSize: 256 },
      }),
  },
  'fsq-vae': {
    title: 'residual VAE of quantised scalars (FSQ) with a PixelCNN prior',
    latent: null,
    model: (fitting) =>
      quantized(
        { ...fitting, latent: levels.length },
        { family: 'fsq-vae', bottleneck: { kind: 'fsq', levels: [...levels] } },
      ),
  },
  denoise: {
    title: 'residual denoising autoencoder',
    latent: 16,
    model: denoiser,
    training: restoring,
  },
  'upscale-2': {
    title: 'residual super-resolution, twofold',
    latent: 16,
    model: enlarger(1),
    training: restoring,
  },
  'upscale-4': {
    title: 'residual super-resolution, fourfold',
    latent: 16,
    model: enlarger(2),
    training: restoring,
  },
} as const satisfies Record<string, FittedFamily>;

/** The name of such a family. */
export type FittedFamilyName = keyof typeof fittedFamilies;
