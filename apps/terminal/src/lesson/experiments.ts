/** The trainings that chapters share. */
import type { Experiment } from './experiment.js';

/** Six epochs of few digits make too few steps of 128; small batches and a high rate make the most of them. */
const briskly: Pick<Experiment, 'quickEpochs' | 'quickSet'> = {
  quickEpochs: 6,
  quickSet: ['batchSize=32', 'learningRate={"kind":"cosine","from":0.004,"to":0.0001}'],
};

export const convAe: Experiment = { id: 'conv-ae', recipe: 'mnist-conv-ae', ...briskly };
export const denoiser: Experiment = { id: 'denoise', recipe: 'mnist-denoise', ...briskly };
export const upscaler2: Experiment = { id: 'upscale-x2', recipe: 'mnist-upscale-2', ...briskly };
export const upscaler4: Experiment = { id: 'upscale-x4', recipe: 'mnist-upscale-4', ...briskly };
export const plane: Experiment = { id: 'ae-2d', recipe: 'mnist-ae-2d', quickEpochs: 15 };
export const convVae: Experiment = {
  id: 'vae',
  recipe: 'mnist-vae',
  ...briskly,
  // The heavy divergence that spreads the digits at first would take half of so short a training.
  quickSet: [...briskly.quickSet!, 'beta=1'],
};

/** Eight numbers; the lesson’s has 150. */
export const adversarial: Experiment = { id: 'aae', recipe: 'mnist-aae', quickEpochs: 15 };

/** The notebook's slip: the discriminator never learns. */
export const unopposed: Experiment = {
  ...adversarial,
  id: 'aae-unopposed',
  set: ['objective.matching.pace=0'],
};

/** A denoiser of few digits, wide enough to learn them by heart: its noise drawn anew, or kept as the notebook keeps it. */
const fewDigits = (id: string, drawn: 'step' | 'item'): Experiment => ({
  id,
  recipe: 'mnist-deep-ae',
  set: [
    `input={"kind":"corrupted","corruptions":[{"kind":"gaussian","mean":0.5,"deviation":0.5}],"drawn":"${drawn}"}`,
  ],
  limit: 500,
  epochs: 300,
  quickEpochs: 100,
});
export const noiseAnew = fewDigits('noise-anew', 'step');
export const noiseKept = fewDigits('noise-kept', 'item');

/** The lesson's dense VAE, 784-512-2: mean squared error, RMSprop. */
export const denseVae: Experiment = {
  id: 'dense-vae',
  recipe: 'mnist-dense-vae',
  set: ['bottleneck.size=2', 'likelihood={"kind":"mse"}', 'optimizer=rmsprop'],
  epochs: 25,
  quickEpochs: 15,
};

/** The same with the notebook's slip: a deviation where the divergence takes a variance. */
export const misreadVae: Experiment = {
  ...denseVae,
  id: 'dense-vae-misread',
  set: [...denseVae.set!, 'misreadVariance=true'],
};

/** Code sizes at which PCA has published figures. */
export const sizes = [2, 8, 16, 32] as const;

export const deepAe = (size: number): Experiment => ({
  id: `deep-ae-${size}`,
  recipe: 'mnist-deep-ae',
  // The recipe's features are its code; for another size a linear layer makes the code of them.
  set: [`bottleneck.size=${size}`, 'bottleneck.head=dense'],
  quickEpochs: 50,
});

export const vaeOf = (size: number): Experiment => ({
  id: `dense-vae-${size}`,
  recipe: 'mnist-dense-vae',
  set: [`bottleneck.size=${size}`],
  quickEpochs: 10,
});
