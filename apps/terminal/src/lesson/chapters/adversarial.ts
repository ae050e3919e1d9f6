/** Adversarial autoencoders: the latents are shaped by a discriminator instead of a divergence. */
import { rowOf, sizeOf, type Batch } from '@speil/api';
import { permutation, sampleStandardNormal, reconstruct, sample, twoSampleTest } from '@speil/core';
import { montage, strips } from '@speil/images';
import type { Chapter } from '../chapter.js';
import type { Experiment } from '../experiment.js';
import type { SavedPicture } from '../chapter-result.js';
import { adversarial, unopposed } from '../experiments.js';
import { perPixel } from '../format.js';
import type { Stage } from '../stage.js';

export const aae: Chapter = {
  id: 'adversarial',
  title: 'An adversarial autoencoder',
  paragraphs: [
    'An adversarial autoencoder has a second network, the discriminator, which learns to distinguish latents from samples of the standard normal, and an encoder that learns to fool it. When neither wins, the latents have the distribution of the prior, and samples of the prior decode to digits.',
    'In the lesson’s notebook the wrong optimiser takes the discriminator’s step, so the discriminator never learns and nothing constrains the latents. Both versions are trained here. A two-sample test compares 500 latents with 500 samples of the prior: a p-value below .01 means that their distributions differ.',
  ],
  experiments: [adversarial, unopposed],
  commands: [
    'speil train mnist-aae',
    'speil train mnist-aae --set objective.priorMatching.discriminatorRate=0',
    'speil sample runs/NAME -n 64 -o samples',
  ],
  async show(stage) {
    const originals = await stage.pictures(16);
    const back = await reconstruct(await stage.model(adversarial), originals);
    const { reconstruction } = await stage.scores(adversarial);
    return {
      figures: [
        { name: 'cross-entropy per pixel', value: perPixel(reconstruction), printed: '.0945' },
        {
          name: 'two-sample test, latents and prior, p',
          value: (await likeness(stage, adversarial)).toFixed(3),
        },
        {
          name: 'the same without a discriminator that learns, p',
          value: (await likeness(stage, unopposed)).toFixed(3),
        },
      ],
      pictures: [
        stage.save(
          'adversarial',
          strips([originals, back], { columns: 16 }),
          'Digits and their reconstructions.',
        ),
        await draws(stage, adversarial, 'Samples of the prior, decoded.'),
        await draws(stage, unopposed, 'The same with a discriminator that never learned.'),
      ],
    };
  },
};

async function draws(stage: Stage, experiment: Experiment, caption: string): Promise<SavedPicture> {
  const items = await sample(await stage.model(experiment), 64, { seed: 1 });
  return stage.save(`${experiment.id}-samples`, montage(items, { columns: 16 }), caption);
}

/**
 * Tests whether 500 test latents could be samples of the prior. They are drawn at random, since neighbouring digits in
 * MNIST are by the same writer and similar.
 */
async function likeness(stage: Stage, experiment: Experiment): Promise<number> {
  const { latents } = await stage.latents(experiment, 10_000);
  const [rows, ...latent] = latents.shape as [number, ...number[]];
  const count = Math.min(500, rows);
  const chosen = permutation({ seed: 1, purpose: 'measuring' }, rows).slice(0, count);
  const drawn: Batch = {
    shape: [count, ...latent],
    values: new Float32Array(count * sizeOf(latent)),
  };
  chosen.forEach((row, i) => drawn.values.set(rowOf(latents, row), i * sizeOf(latent)));
  return twoSampleTest(drawn, sampleStandardNormal(count, latent, 1), { seed: 1 }).pValue;
}
