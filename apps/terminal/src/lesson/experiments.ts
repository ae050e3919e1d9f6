/** The trainings that chapters share. */
import type { Experiment } from './experiment.js';

/**
 * With few digits and a batch size of 128, six epochs have too few steps. Small batches and a high learning rate make
 * up for that.
 */
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
  // The recipe's large initial weight of the divergence would last for half of such a short training.
  quickSet: [...briskly.quickSet!, 'beta=1'],
};

/** Eight latent dimensions; the model of the original lesson has 150. */
export const adversarial: Experiment = { id: 'aae', recipe: 'mnist-aae', quickEpochs: 15 };

/** Reproduces an error of the notebook, which never trains the discriminator. */
export const unopposed: Experiment = {
  ...adversarial,
  id: 'aae-unopposed',
  set: ['objective.priorMatching.discriminatorRate=0'],
};

/**
 * A denoiser that is trained on so few digits that it can memorise them. The noise is new at each step, or fixed as in
 * the notebook.
 */
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

/**
 * The same model with an error of the notebook: the divergence takes the standard deviation in place of the variance.
 */
export const misreadVae: Experiment = {
  ...denseVae,
  id: 'dense-vae-misread',
  set: [...denseVae.set!, 'reproduceError=varianceReadAsDeviation'],
};

/** Super-resolution of rendered scenes. */
const colourUpscaler = (factor: 2 | 4): Experiment => ({
  id: `colour-x${factor}`,
  recipe: `upscale-${factor}`,
  data: 'scenes',
  limit: 4000,
  epochs: 16,
  quickEpochs: 2,
  quickLimit: 2000,
});
export const colourUpscaler2 = colourUpscaler(2);
export const colourUpscaler4 = colourUpscaler(4);

/** Numbers of latent dimensions for which figures of PCA are published. */
export const sizes = [2, 8, 16, 32] as const;

export const deepAe = (size: number): Experiment => ({
  id: `deep-ae-${size}`,
  recipe: 'mnist-deep-ae',
  // In the recipe the features are the latents. For another latent size, a linear layer follows the features.
  set: [`bottleneck.size=${size}`, 'bottleneck.head=dense'],
  quickEpochs: 50,
});

export const vaeOf = (size: number): Experiment => ({
  id: `dense-vae-${size}`,
  recipe: 'mnist-dense-vae',
  set: [`bottleneck.size=${size}`],
  quickEpochs: 10,
});
