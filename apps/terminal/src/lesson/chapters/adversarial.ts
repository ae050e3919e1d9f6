/** Order by an adversary instead of a divergence. */
import { reconstruct, sample, twoSampleTest, priorSample } from '@speil/core';
import { montage, strips } from '@speil/images';
import type { Chapter } from '../chapter.js';
import { adversarial } from '../experiments.js';
import { perPixel } from '../format.js';

export const aae: Chapter = {
  id: 'adversarial',
  title: 'An adversary keeps order',
  paragraphs: [
    'An adversarial autoencoder has a second network that tries to tell codes from draws of the normal, and an encoder that tries to fool it. Where neither wins, codes are distributed as the prior is, and draws of the prior decode to digits.',
    'In the lesson’s notebook the wrong optimiser takes the discriminator’s step, so that it never learns and the codes go where they please. Here it does; the test below asks whether 500 codes and 500 draws of the prior can be told apart.',
  ],
  experiments: [adversarial],
  commands: ['speil train mnist-aae', 'speil sample runs/NAME -n 64 -o samples'],
  async show(stage) {
    const model = await stage.model(adversarial);
    const originals = await stage.pictures(16);
    const back = await reconstruct(model, originals);
    const { reconstruction } = await stage.scores(adversarial);
    const { codes } = await stage.codes(adversarial, 500);
    const { pValue } = twoSampleTest(codes, priorSample(500, codes.shape.slice(1), 1), { seed: 1 });
    return {
      figures: [
        { name: 'cross-entropy a pixel', value: perPixel(reconstruction), printed: '.0945' },
        { name: 'codes told from the prior, p', value: pValue.toFixed(3) },
      ],
      pictures: [
        stage.save(
          'adversarial',
          strips([originals, back], { columns: 16 }),
          'Digits and their reconstructions.',
        ),
        stage.save(
          'adversarial-samples',
          montage(await sample(model, 64, { seed: 1 }), { columns: 16 }),
          'Draws of the prior, decoded.',
        ),
      ],
    };
  },
};
