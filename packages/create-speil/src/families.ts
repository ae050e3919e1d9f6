/**
 * The families of models that a new package can have: those that `speil train FAMILY --data FOLDER` fits to pictures. Those
 * of music need notes, which no recipe of this package describes. A test of the repository compares the list with
 * `@speil/images`, which this package does not load.
 */
import type { Shape } from './datasets.js';
import {
  mapNetworks,
  restoringNetworks,
  sidesAt,
  vectorNetworks,
  type Networks,
} from './networks.js';

/** What a model is made for. */
export interface Fitting {
  readonly shape: Shape;
  /** Number of classes; undefined for pictures without classes. */
  readonly classes: number | undefined;
}

/** A model in a recipe: each value is the text that appears there. */
export interface ModelTexts {
  readonly family: string;
  readonly latentShape: string;
  readonly networks: Networks;
  readonly bottleneck: string;
  readonly objective: string;
  /** Further entries of the model, such as `condition`. */
  readonly more?: readonly string[];
  /** Further entries of the training. */
  readonly training?: readonly string[];
}

/** How the contract of latent models, which knows no conditions and no indices, is applied to a model. */
export type ContractKind = 'plain' | 'conditional' | 'discrete';

export interface FamilyEntry {
  /** For the title of the recipe. */
  readonly title: string;
  readonly model: (fitting: Fitting) => ModelTexts;
  /** What a program does with the model, in the example of the card. */
  readonly use: 'sample' | 'decode' | 'restore';
  readonly contract?: ContractKind;
  /** A factor that both sides of the pictures must be multiples of. Default: that of `vectorNetworks`. */
  readonly factor?: number;
}

/** Numbers of a latent vector, and of each position of a map. */
const latent = 16;

/** In grey the cross-entropy; in colour a Gaussian whose variance is learned (Rybkin et al. 2021). */
const likelihoodFor = ([, , channels]: Shape): string =>
  channels === 1
    ? "{ kind: 'bernoulli' }"
    : "{ kind: 'gaussian', variance: { learnedFrom: 0.01 } }";
const mse = "{ kind: 'mse' }";

const vector = (shape: Shape, bottleneck: string, likelihood: string, size = latent) => ({
  latentShape: String(size),
  networks: vectorNetworks(shape),
  bottleneck: `{ kind: '${bottleneck}', size: ${size} }`,
  objective: `{ likelihood: ${likelihood} }`,
});

const gaussian = ({ shape }: Fitting, size?: number) =>
  vector(shape, 'gaussian', likelihoodFor(shape), size);

/** A map of codes, and a network that learns to sample them. */
const coded = (shape: Shape, family: string, bottleneck: string, size: number): ModelTexts => ({
  family,
  latentShape: sidesAt(shape, 2).join(', '),
  networks: mapNetworks(shape, size),
  bottleneck,
  objective: `{ likelihood: ${likelihoodFor(shape)} }`,
  more: ["prior: { kind: 'pixelCnn', filters: 32, kernelSize: 3, blocks: 3 }"],
});

/** The map of a restorer is as small as its input, or half as large as the picture. */
function restoring(shape: Shape, levels: 1 | 2, input: string, isSmall: boolean): ModelTexts {
  const [height, width] = sidesAt(shape, levels);
  return {
    family: 'ae',
    latentShape: [height, width, latent].join(', '),
    networks: restoringNetworks(shape, { levels, size: latent, isSmall }),
    bottleneck: `{ kind: 'deterministic', size: ${height * width * latent}, head: 'identity' }`,
    objective: `{ likelihood: ${mse} }`,
    more: [`input: ${input}`],
    // Every pixel is an example, so that a few pictures are enough for a step.
    training: ['batchSize: 16'],
  };
}

const enlarging = (levels: 1 | 2): FamilyEntry => ({
  title: `Super-resolution, ${levels === 1 ? 'twofold' : 'fourfold'},`,
  model: ({ shape }) =>
    restoring(
      shape,
      levels,
      `{ kind: 'reduced', factor: ${2 ** levels}, method: 'bicubic' }`,
      true,
    ),
  use: 'restore',
  factor: 2 ** levels,
});

const entries = {
  ae: {
    title: 'Convolutional autoencoder',
    model: ({ shape }) => ({
      family: 'ae',
      ...vector(shape, 'deterministic', shape[2] === 1 ? likelihoodFor(shape) : mse),
    }),
    use: 'decode',
  },
  'beta-vae': {
    title: 'Convolutional beta-VAE, beta 4,',
    model: (fitting) => ({
      family: 'vae',
      ...gaussian(fitting, 10),
      training: ["beta: { kind: 'linear', from: 0, to: 4, steps: 1000 }"],
    }),
    use: 'sample',
  },
  cvae: {
    title: 'Convolutional conditional VAE',
    model: (fitting) => ({
      family: 'cvae',
      ...gaussian(fitting),
      more: [`condition: { kind: 'label', classes: ${fitting.classes} }`],
    }),
    use: 'sample',
    contract: 'conditional',
  },
  denoise: {
    title: 'Denoising autoencoder',
    model: ({ shape }) =>
      restoring(
        shape,
        1,
        "{ kind: 'corrupted', corruptions: [{ kind: 'gaussian', deviation: 0.2 }] }",
        false,
      ),
    use: 'restore',
    factor: 2,
  },
  'fsq-vae': {
    title: 'VAE of quantised scalars (FSQ)',
    // 240 codes (Mentzer et al. 2024, table 1).
    model: ({ shape }) => coded(shape, 'fsq-vae', "{ kind: 'fsq', levels: [8, 6, 5] }", 3),
    use: 'sample',
    contract: 'discrete',
    factor: 4,
  },
  'upscale-2': enlarging(1),
  'upscale-4': enlarging(2),
  vae: {
    title: 'Convolutional VAE',
    model: (fitting) => ({ family: 'vae', ...gaussian(fitting) }),
    use: 'sample',
  },
  'vq-vae': {
    title: 'VQ-VAE',
    model: ({ shape }) =>
      coded(shape, 'vq-vae', `{ kind: 'vq', size: ${latent}, codebookSize: 128 }`, latent),
    use: 'sample',
    contract: 'discrete',
    factor: 4,
  },
  wae: {
    title: 'Convolutional Wasserstein autoencoder (MMD)',
    model: ({ shape }) => ({
      family: 'wae',
      ...vector(shape, 'deterministic', mse),
      objective: `{ likelihood: ${mse}, priorMatching: { kind: 'mmd', weight: 10 } }`,
    }),
    use: 'sample',
  },
} as const satisfies Readonly<Record<string, FamilyEntry>>;

/** The name of a family. */
export type Family = keyof typeof entries;

/** The families that a package can have. */
export const families = Object.keys(entries) as readonly Family[];

export const familyEntries: Readonly<Record<Family, FamilyEntry>> = entries;

/** How many indices the latents of a model choose from, for its tests. */
export const indexCounts: Partial<Record<Family, number>> = { 'vq-vae': 128, 'fsq-vae': 8 * 6 * 5 };
