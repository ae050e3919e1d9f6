/** Autoencoders whose latent distribution is matched to the standard normal, by an adversary or by a kernel. */
import { bernoulli, flatten, image, linear, relu, type Experiment } from './experiment.js';

const architecture: Experiment['model']['architecture'] = {
  encoder: [flatten, relu(512), relu(256)],
  decoder: [relu(256), relu(512), linear(784), image],
};
const deterministic: Pick<Experiment['model'], 'latentShape' | 'bottleneck'> = {
  latentShape: [8],
  bottleneck: { kind: 'deterministic', size: 8 },
};
const leaky = { type: 'dense', units: 256, activation: 'leakyRelu' } as const;

export const matched: readonly Experiment[] = [
  {
    name: 'aae',
    title: 'Adversarial autoencoder with eight latent numbers',
    model: {
      family: 'aae',
      ...deterministic,
      architecture,
      objective: {
        ...bernoulli,
        priorMatching: { kind: 'adversarial', weight: 15, layers: [leaky, leaky, linear(1)] },
      },
    },
    training: {
      epochs: 20,
      // The weight is small at first, so that the discriminator learns to distinguish latents from the prior. Then it
      // is large, until the discriminator no longer can.
      priorMatching: { kind: 'linear', from: 0.25, to: 1, steps: 1500 },
      // A smaller beta1 than usual: the gradients of the two players rotate (Radford, Metz & Chintala 2016).
      optimizer: { name: 'adam', beta1: 0.5 },
      learningRate: { kind: 'cosine', from: 1e-3, to: 1e-5 },
    },
  },
  {
    name: 'wae',
    title: 'Wasserstein autoencoder (MMD) with eight latent numbers',
    model: {
      family: 'wae',
      ...deterministic,
      architecture,
      objective: { likelihood: { kind: 'mse' }, priorMatching: { kind: 'mmd', weight: 10 } },
    },
    training: { epochs: 20 },
  },
  {
    name: 'infovae',
    title: 'InfoVAE with eight latent numbers, no KL of the single posterior',
    model: {
      family: 'infovae',
      latentShape: [8],
      bottleneck: { kind: 'gaussian', size: 8 },
      architecture,
      objective: { ...bernoulli, priorMatching: { kind: 'mmd', weight: 100 } },
    },
    // alpha = 1 of Zhao et al. 2019: their MMD-VAE.
    training: { epochs: 20, beta: { kind: 'constant', value: 0 } },
  },
];
