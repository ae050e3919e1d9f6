/** Variational autoencoders with different networks, likelihoods and weights of the KL, and one with a condition. */
import type { ModelSpecInput } from '@speil/api';
import {
  bernoulli,
  conv,
  convTranspose,
  flatten,
  image,
  linear,
  relu,
  type Experiment,
} from './experiment.js';

/** PyTorch's example, 784-400-20, with another likelihood or another KL term. */
const dense = (objective: ModelSpecInput['objective']): Experiment['model'] => ({
  family: 'vae',
  latentShape: [20],
  architecture: {
    encoder: [flatten, relu(400)],
    decoder: [relu(400), linear(784), image],
  },
  bottleneck: { kind: 'gaussian', size: 20 },
  objective,
});

/** The Keras code example's network, with two latent dimensions, which can be plotted. */
const plane: Experiment['model'] = {
  family: 'vae',
  latentShape: [2],
  architecture: {
    encoder: [conv(32, { strides: 2 }), conv(64, { strides: 2 }), flatten, relu(16)],
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
};

/**
 * The weight of the KL is large at first, which spreads the digits over the whole plane. Without it they gather on one
 * side, and no later step moves them away.
 */
const planeTraining = (epochs: number, beta: number): Experiment['training'] => ({
  epochs,
  learningRate: { kind: 'cosine', from: 0.002, warmupSteps: 100 },
  beta: { kind: 'linear', from: 6, to: beta, steps: 500 },
});

export const variational: readonly Experiment[] = [
  {
    name: 'vae',
    title: 'Convolutional VAE with two latent numbers',
    model: plane,
    training: planeTraining(5, 1),
  },
  {
    name: 'dense-vae',
    title: 'Dense VAE, 784-400-20',
    model: dense(bernoulli),
    training: { epochs: 10 },
  },
  {
    name: 'residual-vae',
    title: 'Residual VAE with 16 latent numbers',
    model: {
      family: 'vae',
      latentShape: [16],
      architecture: {
        encoder: [
          conv(16),
          {
            type: 'residual',
            activation: 'relu',
            layers: [conv(32, { strides: 2 }), conv(32, { activation: 'linear' })],
          },
          {
            type: 'residual',
            activation: 'relu',
            layers: [conv(64, { strides: 2 }), conv(64, { activation: 'linear' })],
          },
          flatten,
        ],
        decoder: [
          relu(7 * 7 * 32),
          { type: 'reshape', shape: [7, 7, 32] },
          {
            type: 'residual',
            activation: 'relu',
            layers: [conv(32), conv(32, { activation: 'linear' })],
          },
          convTranspose(32, 2),
          {
            type: 'residual',
            activation: 'relu',
            layers: [conv(32), conv(32, { activation: 'linear' })],
          },
          convTranspose(16, 2),
          conv(1, { activation: 'linear' }),
        ],
      },
      bottleneck: { kind: 'gaussian', size: 16 },
      objective: bernoulli,
    },
    training: { epochs: 10 },
  },
  {
    name: 'beta-vae',
    title: 'Beta-VAE, 784-400-20, beta 4',
    model: dense(bernoulli),
    training: { epochs: 10, beta: { kind: 'constant', value: 4 } },
  },
  {
    name: 'beta-vae-2d',
    title: 'Convolutional beta-VAE with two latent numbers, beta 4',
    model: plane,
    training: planeTraining(10, 4),
  },
  {
    name: 'cyclical-vae',
    title: 'Dense VAE, 784-400-20, the KL in four cycles',
    model: dense(bernoulli),
    training: { epochs: 12, beta: { kind: 'cyclical' } },
  },
  {
    name: 'capacity-vae',
    title: 'Dense VAE, 784-400-20, KL capacity from 0 to 25 nats',
    model: dense({ ...bernoulli, capacity: { gamma: 30 } }),
    // The schedule covers the first half of a run on MNIST.
    training: { epochs: 20, capacity: { kind: 'linear', from: 0, to: 25, steps: 4690 } },
  },
  {
    name: 'free-bits-vae',
    title: 'Dense VAE, 784-400-20, half a nat free per dimension',
    model: dense({ ...bernoulli, freeBits: { nats: 0.5, per: 'dimension' } }),
    training: { epochs: 10 },
  },
  {
    name: 'continuous-bernoulli-vae',
    title: 'Dense VAE, 784-400-20, continuous Bernoulli',
    model: dense({ likelihood: { kind: 'continuousBernoulli' } }),
    training: { epochs: 10 },
  },
  {
    name: 'gaussian-vae',
    title: 'Dense VAE, 784-400-20, Gaussian of variance .05',
    model: dense({ likelihood: { kind: 'gaussian', variance: 0.05 } }),
    training: { epochs: 10 },
  },
  {
    name: 'sigma-vae',
    title: 'Dense VAE, 784-400-20, Gaussian of learned variance',
    model: dense({ likelihood: { kind: 'gaussian', variance: 'learned' } }),
    training: { epochs: 10, clipNorm: 1000 },
  },
  {
    name: 'logistic-vae',
    title: 'Dense VAE, 784-400-20, discretised logistic',
    model: dense({ likelihood: { kind: 'discretizedLogistic' } }),
    training: { epochs: 10, clipNorm: 1000 },
  },
  {
    name: 'cvae',
    title: 'Conditional VAE with two latent numbers, conditioned on the class',
    model: {
      family: 'cvae',
      condition: { kind: 'label', classes: 10 },
      latentShape: [2],
      architecture: {
        encoder: [conv(16, { strides: 2 }), conv(32, { strides: 2 }), flatten],
        decoder: [
          relu(7 * 7 * 32),
          { type: 'reshape', shape: [7, 7, 32] },
          convTranspose(32, 2),
          convTranspose(16, 2),
          conv(1, { activation: 'linear' }),
        ],
      },
      bottleneck: { kind: 'gaussian', size: 2 },
      objective: bernoulli,
    },
    training: { epochs: 10 },
  },
];
