/** Two-dimensional latent spaces, which can be plotted: plain, variational, convolutional. */
import { grid } from '@speil/core';
import { montage, scatterPlot } from '@speil/images';
import type { Chapter } from '../chapter.js';
import type { Experiment } from '../experiment.js';
import type { SavedPicture } from '../chapter-result.js';
import { convVae, denseVae, misreadVae, plane } from '../experiments.js';
import type { Latents, Stage } from '../stage.js';

async function scatter(
  stage: Stage,
  experiment: Experiment,
  caption: string,
): Promise<SavedPicture> {
  const { latents, labels } = await stage.latents(experiment, 10_000);
  const key = await stage.examples();
  const picture = scatterPlot(latents, { size: 800, key, ...(labels && { labels }) });
  return stage.save(`${experiment.id}-scatter`, picture, caption);
}

async function gridOf(
  stage: Stage,
  experiment: Experiment,
  extent: number,
  caption: string,
): Promise<SavedPicture> {
  const items = await grid(await stage.model(experiment), {
    columns: 20,
    rows: 20,
    extent: [-extent, extent, -extent, extent],
  });
  return stage.save(`${experiment.id}-grid`, montage(items, { columns: 20, gap: 0 }), caption);
}

/**
 * The divergence with the notebook's error, the standard deviation in place of the variance. Mean over the items, in
 * nats.
 */
function misreadDivergence({ latents, logVariance }: Latents): number {
  const rows = latents.shape[0]!;
  return latents.values.reduce((sum, mean, i) => {
    const misread = logVariance!.values[i]! / 2;
    return sum + (mean * mean + Math.exp(misread) - 1 - misread) / (2 * rows);
  }, 0);
}

export const plainPlane: Chapter = {
  id: 'plain-plane',
  title: 'Two latent dimensions without a constraint',
  paragraphs: [
    'This autoencoder has a latent space of two dimensions. The position of each class depends on the training alone; the plane has arms and empty regions, and its scale has no meaning.',
  ],
  experiments: [plane],
  commands: ['speil train mnist-ae-2d', 'speil compare mnist-ae-2d mnist-vae -o compared'],
  async show(stage) {
    const { latents } = await stage.latents(plane, 10_000);
    const reach = latents.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const { mse } = await stage.scores(plane);
    return {
      figures: [
        { name: 'mean squared error per pixel', value: mse.toFixed(4), printed: 'PCA .0557' },
      ],
      pictures: [
        await scatter(
          stage,
          plane,
          'The latents of the test digits, coloured by class; the training did not use the classes.',
        ),
        await gridOf(
          stage,
          plane,
          reach,
          'The whole plane decoded: between the arms are pictures that are not digits.',
        ),
      ],
    };
  },
};

export const densePlane: Chapter = {
  id: 'dense-vae',
  title: 'A variational autoencoder fills the plane',
  paragraphs: [
    'The encoder gives a mean and a variance, and the latent is drawn from this normal distribution. The loss includes the Kullback-Leibler divergence from the standard normal. The latents therefore gather around the origin, nearby latents decode to similar pictures, and a sample of the standard normal decodes to a digit.',
    'The lesson’s notebook prints 35.7 for 784 times the squared error plus the divergence. This is not a bound on a likelihood, because the notebook uses the output of the second head in two ways: its sampling reads it as the logarithm of the standard deviation, and its divergence reads it as the logarithm of the variance. Both versions are trained here, and each is measured by its own sum and by the true divergence. The misread version has a divergence term that is too small, and its latents lie further out.',
  ],
  experiments: [denseVae, misreadVae],
  commands: [
    'speil train mnist-dense-vae --set bottleneck.size=2',
    'speil train mnist-dense-vae --set bottleneck.size=2 --set reproduceError=varianceReadAsDeviation',
    'speil grid runs/NAME --size 20 -o grid.png',
  ],
  async show(stage) {
    const { reconstruction, kl } = await stage.scores(denseVae);
    const misread = await stage.scores(misreadVae);
    const charged = misreadDivergence(await stage.latents(misreadVae, 10_000));
    return {
      figures: [
        { name: 'squared error + divergence', value: (reconstruction + kl).toFixed(2) },
        { name: 'squared error', value: reconstruction.toFixed(2) },
        { name: 'divergence', value: `${kl.toFixed(2)} nats` },
        {
          name: 'misread, its own sum',
          value: (misread.reconstruction + charged).toFixed(2),
          printed: '35.73',
        },
        {
          name: 'misread, with the true divergence',
          value: (misread.reconstruction + misread.kl).toFixed(2),
        },
        { name: 'misread, squared error', value: misread.reconstruction.toFixed(2) },
        {
          name: 'misread, divergence in its sum and true divergence',
          value: `${charged.toFixed(2)} and ${misread.kl.toFixed(2)} nats`,
        },
      ],
      pictures: [
        await scatter(stage, denseVae, 'The posterior means of the test digits.'),
        await gridOf(stage, denseVae, 2, 'The plane from -2 to 2, decoded.'),
        await scatter(stage, misreadVae, 'The posterior means with the misread variance.'),
      ],
    };
  },
};

export const convPlane: Chapter = {
  id: 'conv-vae',
  title: 'A convolutional variational autoencoder',
  paragraphs: [
    'This is a convolutional VAE with cross-entropy as its likelihood. Its network is that of the Keras code example, which prints 146.95 nats in training after 30 epochs.',
  ],
  experiments: [convVae],
  commands: ['speil train mnist-vae', 'speil grid mnist-vae --size 20 -o grid.png'],
  async show(stage) {
    const { elbo, reconstruction, kl } = await stage.scores(convVae);
    return {
      figures: [
        {
          name: 'total',
          value: `${(-elbo).toFixed(1)} nats`,
          printed: '146.95 in training, 30 epochs',
        },
        { name: 'cross-entropy', value: `${reconstruction.toFixed(1)} nats`, printed: '140.15' },
        { name: 'divergence', value: `${kl.toFixed(2)} nats`, printed: '6.80' },
      ],
      pictures: [
        await scatter(stage, convVae, 'The posterior means of the test digits.'),
        await gridOf(stage, convVae, 2, 'The plane from -2 to 2, decoded.'),
      ],
    };
  },
};
