/**
 * Dense 784-200-200-50 on binary draws of the digits (Burda et al. 2016, section 5.1, one stochastic layer): a VAE, and one
 * trained on the importance-weighted bound.
 */
import type { PlainLayerInput } from '@speil/api';
import { bernoulli, flatten, image, linear, type Experiment } from './experiment.js';

const tanh: PlainLayerInput = { type: 'dense', units: 200, activation: 'tanh' };
const burda = (importanceSamples?: number): Experiment['model'] => ({
  family: importanceSamples === undefined ? 'vae' : 'iwae',
  latentShape: [50],
  architecture: { encoder: [flatten, tanh, tanh], decoder: [tanh, tanh, linear(784), image] },
  bottleneck: { kind: 'gaussian', size: 50 },
  objective: { ...bernoulli, ...(importanceSamples && { importanceSamples }) },
  input: { kind: 'binarized' },
});
const training: Experiment['training'] = {
  epochs: 100,
  // After twelve epochs -103 nats with half the batch and twice the rate, -112 without.
  batchSize: 50,
  learningRate: { kind: 'cosine', from: 2e-3, to: 1e-5 },
};

export const binary: readonly Experiment[] = [
  { name: 'binary-vae', title: 'VAE 784-200-200-50 on binary draws', model: burda(), training },
  { name: 'iwae', title: 'IWAE 784-200-200-50 on binary draws, k = 5', model: burda(5), training },
];
