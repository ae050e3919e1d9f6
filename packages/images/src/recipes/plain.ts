/**
 * Plain autoencoders: simple, sparse, deep, convolutional, with two latent dimensions, and recurrent over the rows of a
 * picture.
 */
import {
  bernoulli,
  conv,
  flatten,
  image,
  lessonLatent,
  lessonDecoder,
  linear,
  pool,
  relu,
  type Experiment,
} from './experiment.js';

const simple: Experiment['model'] = {
  family: 'ae',
  latentShape: [32],
  architecture: {
    encoder: [flatten, relu(32)],
    decoder: [linear(784), image],
  },
  bottleneck: { kind: 'deterministic', size: 32, head: 'identity' },
  objective: bernoulli,
};

const sequence = (cell: 'lstm' | 'gru'): Experiment['model'] => ({
  family: 'ae',
  latentShape: [32],
  architecture: {
    encoder: [
      { type: 'reshape', shape: [28, 28] },
      { type: cell, units: 128 },
    ],
    decoder: [
      { type: 'repeatVector', steps: 28 },
      { type: cell, units: 128, returnSequences: true },
      linear(28),
      image,
    ],
  },
  bottleneck: { kind: 'deterministic', size: 32 },
  objective: bernoulli,
});

export const plain: readonly Experiment[] = [
  {
    name: 'ae',
    title: 'Autoencoder, 784-32-784',
    model: simple,
    training: { epochs: 20 },
  },
  {
    name: 'sparse-ae',
    title: 'Sparse autoencoder, 784-32-784, L1 on the code',
    model: {
      ...simple,
      // 1e-5 with a mean over 784 pixels is equivalent to 784e-5 with a sum.
      objective: { ...bernoulli, sparsity: { kind: 'l1', weight: 0.00784 } },
    },
    training: { epochs: 20 },
  },
  {
    name: 'sparse-kl-ae',
    title: 'Sparse autoencoder, 784-128-784, KL to a mean activation of .05',
    model: {
      family: 'ae',
      latentShape: [128],
      architecture: {
        encoder: [flatten, { type: 'dense', units: 128, activation: 'sigmoid' }],
        decoder: [linear(784), image],
      },
      bottleneck: { kind: 'deterministic', size: 128, head: 'identity' },
      objective: { ...bernoulli, sparsity: { kind: 'kl', target: 0.05, weight: 1 } },
    },
    training: { epochs: 20 },
  },
  {
    name: 'deep-ae',
    title: 'Deep autoencoder, 784-128-64-32 and back',
    model: {
      family: 'ae',
      latentShape: [32],
      architecture: {
        encoder: [flatten, relu(128), relu(64), relu(32)],
        decoder: [relu(64), relu(128), linear(784), image],
      },
      bottleneck: { kind: 'deterministic', size: 32, head: 'identity' },
      objective: bernoulli,
    },
    training: { epochs: 20 },
  },
  {
    name: 'conv-ae',
    title: 'Convolutional autoencoder to a code of 4 x 4 x 8',
    model: {
      ...lessonLatent,
      architecture: {
        encoder: [conv(16), pool, conv(8), pool, conv(8), pool],
        decoder: lessonDecoder,
      },
    },
    training: { epochs: 25 },
  },
  {
    name: 'ae-2d',
    title: 'Autoencoder with two latent numbers',
    model: {
      family: 'ae',
      latentShape: [2],
      architecture: {
        encoder: [flatten, relu(160), relu(64)],
        decoder: [relu(64), relu(160), linear(784), image],
      },
      bottleneck: { kind: 'deterministic', size: 2 },
      objective: bernoulli,
    },
    training: { epochs: 20 },
  },
  {
    name: 'classifier',
    title: 'Classifier: an autoencoder whose 32 numbers must say the class',
    model: {
      family: 'ae',
      latentShape: [32],
      architecture: {
        encoder: [conv(16), pool, conv(32), pool, flatten, relu(64)],
        decoder: [relu(64), linear(784), image],
      },
      bottleneck: { kind: 'deterministic', size: 32 },
      objective: {
        ...bernoulli,
        supervision: { classes: 10, weight: 100, layers: [relu(32), linear(10)] },
      },
    },
    training: { epochs: 8, learningRate: { kind: 'cosine', from: 2e-3, to: 1e-5 } },
  },
  {
    name: 'lstm-ae',
    title: 'Sequence-to-sequence autoencoder, LSTM over the rows',
    model: sequence('lstm'),
    training: { epochs: 10, clipNorm: 100 },
  },
  {
    name: 'gru-ae',
    title: 'Sequence-to-sequence autoencoder, GRU over the rows',
    model: sequence('gru'),
    training: { epochs: 10, clipNorm: 100 },
  },
];
