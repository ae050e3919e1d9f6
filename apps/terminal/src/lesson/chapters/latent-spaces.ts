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
 * The divergence with the notebook's error, mean over the items, in nats: the standard deviation stands in place of the
 * variance.
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
  title: 'Two numbers, nothing asked of them',
  paragraphs: [
    'An autoencoder with a code of two numbers. Each class lies where training happened to put it; the plane has arms and empty places, and its scale means nothing.',
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
          'The latents of the test digits, coloured by class, which training was not told.',
        ),
        await gridOf(
          stage,
          plane,
          reach,
          'The whole plane decoded: between the arms are pictures that no digit has.',
        ),
      ],
    };
  },
};

export const densePlane: Chapter = {
  id: 'dense-vae',
  title: 'A variational autoencoder: the plane is filled',
  paragraphs: [
    'The encoder gives a mean and a variance; the code is drawn from them; and the Kullback-Leibler divergence to the standard normal costs. So latents crowd around the middle, near ones decode to similar pictures, and a draw from the normal is a digit.',
    'The lesson’s notebook prints 35.7 for 784 times the squared error plus the divergence. It is no bound of a likelihood: its sampling takes the second head for the logarithm of the deviation, its divergence for that of the variance. Both are trained here, each measured by its own sum and by the true divergence: what is misread is charged too little, and its latents lie further out.',
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
          name: 'misread, charged and true divergence',
          value: `${charged.toFixed(2)} and ${misread.kl.toFixed(2)} nats`,
        },
      ],
      pictures: [
        await scatter(stage, denseVae, 'The means of the test digits.'),
        await gridOf(stage, denseVae, 2, 'The plane from -2 to 2, decoded.'),
        await scatter(stage, misreadVae, 'The means where the variance is misread.'),
      ],
    };
  },
};

export const convPlane: Chapter = {
  id: 'conv-vae',
  title: 'The same with convolutions',
  paragraphs: [
    'A convolutional VAE with cross-entropy for its likelihood, the network of the Keras code example, which prints 146.95 nats in training after 30 epochs.',
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
        await scatter(stage, convVae, 'The means of the test digits.'),
        await gridOf(stage, convVae, 2, 'The plane from -2 to 2, decoded.'),
      ],
    };
  },
};
