/** Super-resolution of colour pictures, beside interpolation without a network. */
import { PictureScorer, reconstruct } from '@speil/core';
import { bicubicBaseline, enlarge, strips } from '@speil/images';
import { enlargeByBicubic } from '../../domains/images/bicubic.js';
import { uniformNoise } from '../../domains/images/noise.js';
import type { Chapter } from '../chapter.js';
import type { Figure, SavedPicture } from '../chapter-result.js';
import type { Experiment } from '../experiment.js';
import { colourUpscaler2, colourUpscaler4 } from '../experiments.js';
import type { Stage } from '../stage.js';

/** Pictures that are scored: all of the test part would take longer than the training. */
const scored = 300;
const columns = 8;

/** PSNR of a network and of bicubic interpolation, and a picture of both. */
async function enlargeScenes(
  stage: Stage,
  experiment: Experiment,
  factor: number,
): Promise<{ readonly figures: readonly Figure[]; readonly picture: SavedPicture }> {
  const { psnr: network } = await stage.scores(experiment, scored);
  const scorer = new PictureScorer();
  const batch = await stage.batch(scored, experiment.data);
  scorer.add(batch, enlargeByBicubic(batch, factor));
  const originals = await stage.pictures(columns, experiment.data);
  const model = await stage.model(experiment);
  const small = await model.degrade!(originals, { seed: 1 });
  const rows = [
    originals,
    small.map((picture) => enlarge(picture, factor)),
    originals.map((picture) => bicubicBaseline(picture, factor)),
    await reconstruct(model, small),
  ];
  const title = factor === 2 ? 'Twofold' : 'Fourfold';
  return {
    figures: [
      {
        name: `${title.toLowerCase()}, bicubic interpolation`,
        value: `${scorer.value().psnr.toFixed(1)} dB`,
      },
      { name: `${title.toLowerCase()}, network`, value: `${network.toFixed(1)} dB` },
    ],
    picture: stage.save(
      `colour-x${factor}`,
      strips(rows, { columns }),
      `${title}: originals, the small pictures, bicubic interpolation, the network.`,
    ),
  };
}

export const colour: Chapter = {
  id: 'colour',
  title: 'Super-resolution in colour',
  paragraphs: [
    'Bicubic interpolation blurs edges, because it knows nothing about the picture. A network learns what edges and shadows look like. A linear path leads around all its other layers, so that they learn only what is missing from the enlarged picture.',
    'The scenes are rendered: a solid on a floor, lit by a lamp. From a sixteenth of the pixels the network draws sharp edges where they were in the scene. From noise the network of digits makes pieces of digits; this one passes noise on, along the linear path, and sharpens it.',
  ],
  experiments: [colourUpscaler2, colourUpscaler4],
  commands: [
    'speil train upscale-2 --data scenes',
    'speil train upscale-2 --data cifar-10',
    'speil train upscale-4 --data cifar-10',
    'speil upscale scenes-upscale-4 photo.png -o out',
    'speil upscale scenes-upscale-4 --noise 8 -o out',
  ],
  async show(stage) {
    const twofold = await enlargeScenes(stage, colourUpscaler2, 2);
    const fourfold = await enlargeScenes(stage, colourUpscaler4, 4);
    const model = await stage.model(colourUpscaler4);
    const noise = uniformNoise(columns, [16, 16, 3], 1);
    const rows = [noise.map((picture) => enlarge(picture, 4)), await reconstruct(model, noise)];
    return {
      figures: [...twofold.figures, ...fourfold.figures],
      pictures: [
        twofold.picture,
        fourfold.picture,
        stage.save(
          'colour-noise',
          strips(rows, { columns }),
          'Noise of 16 x 16 pixels, and the output of the fourfold network.',
        ),
      ],
    };
  },
};
