/** Autoencoders that restore pictures from noise and from fewer pixels, with the encoder and decoder of the lesson. */
import type { LayerInput, ModelSpecInput } from '@speil/api';
import { conv, lessonLatent, lessonDecoder, pool, type Experiment } from './experiment.js';

const restoring = (
  encoder: LayerInput[],
  input: NonNullable<ModelSpecInput['input']>,
): Experiment['model'] => ({
  ...lessonLatent,
  architecture: { encoder, decoder: lessonDecoder },
  input,
});

const whole = [conv(16), pool, conv(8), pool, conv(8), pool];
/** An encoder from 14 x 14 to 7 x 7 to 4 x 4. */
const half = [conv(16), pool, conv(8), pool, conv(8)];
/** An encoder from 7 x 7 to 4 x 4. */
const quarter = [conv(16), pool, conv(8)];

export const restorers: readonly Experiment[] = [
  {
    name: 'denoise',
    title: 'Denoising autoencoder, clip(x + N(.5, .5))',
    model: restoring(whole, {
      kind: 'corrupted',
      corruptions: [{ kind: 'gaussian', mean: 0.5, deviation: 0.5 }],
    }),
    training: { epochs: 25 },
  },
  {
    name: 'denoise-any',
    title: 'Denoising autoencoder for any of five corruptions',
    model: restoring(whole, {
      kind: 'corrupted',
      apply: 'one',
      corruptions: [
        { kind: 'gaussian', deviation: 0.5 },
        { kind: 'saltAndPepper', rate: 0.4 },
        { kind: 'maskBlocks', count: 2, size: 8 },
        { kind: 'blur', deviation: 1.5 },
        { kind: 'speckle', deviation: 0.8 },
      ],
    }),
    // The strength rises during training: if the corruption is strong from the first step on, the model learns little
    // in the first epochs.
    training: { epochs: 20, corruption: { kind: 'linear', from: 0.2, to: 1, steps: 2000 } },
  },
  {
    name: 'upscale-2',
    title: 'Super-resolution, 14 x 14 to 28 x 28',
    model: restoring(half, { kind: 'reduced', factor: 2 }),
    training: { epochs: 25 },
  },
  {
    name: 'upscale-4',
    title: 'Super-resolution, 7 x 7 to 28 x 28',
    model: restoring(quarter, { kind: 'reduced', factor: 4 }),
    training: { epochs: 25 },
  },
];
