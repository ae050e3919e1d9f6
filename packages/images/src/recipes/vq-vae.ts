/** A VQ-VAE of 7 x 7 indices, with a learned autoregressive prior over them. */
import { bernoulli, conv, convTranspose, type Experiment } from './experiment.js';

export const coded: readonly Experiment[] = [
  {
    name: 'vq-vae',
    title: 'VQ-VAE, 7 x 7 of 64 latents, with a PixelCNN prior',
    model: {
      family: 'vq-vae',
      latentShape: [7, 7],
      architecture: {
        encoder: [
          conv(32, { strides: 2 }),
          conv(32, { strides: 2 }),
          { type: 'residual', layers: [conv(32), conv(32, { activation: 'linear' })] },
          conv(16, { kernelSize: 1, activation: 'linear' }),
        ],
        decoder: [
          conv(32),
          {
            type: 'residual',
            activation: 'relu',
            layers: [conv(32), conv(32, { activation: 'linear' })],
          },
          convTranspose(32, 2),
          convTranspose(16, 2),
          conv(1, { activation: 'linear' }),
        ],
      },
      bottleneck: {
        kind: 'vq',
        size: 16,
        codebookSize: 64,
      },
      prior: { kind: 'pixelCnn', filters: 64, kernelSize: 3, blocks: 5 },
      objective: bernoulli,
    },
    training: { epochs: 20, learningRate: { kind: 'cosine', from: 2e-3, to: 1e-5 } },
  },
];
