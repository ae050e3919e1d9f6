/** Networks whose input has less information than their output: denoising and super-resolution. */
import { isSpeilError } from '@speil/api';
import { normals, reconstruct } from '@speil/core';
import { enlarge, resize, strips, type Picture } from '@speil/images';
import type { Chapter } from '../chapter.js';
import type { Experiment } from '../experiment.js';
import { uniformNoise } from '../../domains/images/noise.js';
import type { ChapterResult } from '../chapter-result.js';
import { denoiser, noiseAnew, noiseKept, upscaler2, upscaler4 } from '../experiments.js';
import { perPixel } from '../format.js';
import type { Stage } from '../stage.js';

async function cleaned(stage: Stage, from: readonly Picture[]): Promise<(readonly Picture[])[]> {
  const model = await stage.model(denoiser);
  const noisy = await model.degrade!(from, { seed: 1 });
  return [from, noisy, await reconstruct(model, noisy)];
}

export const denoising: Chapter = {
  id: 'denoising',
  title: 'Denoising',
  paragraphs: [
    'This is the same network, but noise with a mean of .5 and a standard deviation of .5 is added to its input, while the target stays clean. It must separate the digit from the noise.',
    'The lesson’s notebook draws the noise of each picture once and uses it in every epoch, so a network can memorise that noise. Here the noise is drawn again at every step, from the run’s own seeded stream. Two small trainings show the difference, on 500 digits, with a network that is wide enough to memorise them.',
  ],
  experiments: [denoiser, noiseAnew, noiseKept],
  commands: [
    'speil train mnist-denoise',
    `speil train mnist-deep-ae --limit 500 --epochs 300 --set '${noiseKept.set![0]!}'`,
    'speil denoise mnist-denoise seven.png --corrupt 1 -o out',
  ],
  async show(stage) {
    const rows = await cleaned(stage, await stage.pictures(16));
    const { reconstruction, psnr } = await stage.scores(denoiser);
    const perPixelOf = async (experiment: Experiment): Promise<string> =>
      perPixel((await stage.scores(experiment)).reconstruction);
    return {
      figures: [
        { name: 'cross-entropy per pixel', value: perPixel(reconstruction), printed: '.1398' },
        { name: 'peak signal-to-noise ratio', value: `${psnr.toFixed(1)} dB` },
        {
          name: 'trained on 500 digits, noise drawn at each step',
          value: await perPixelOf(noiseAnew),
        },
        { name: 'the same, noise drawn once', value: await perPixelOf(noiseKept) },
      ],
      pictures: [
        stage.save(
          'denoising',
          strips(rows, { columns: 16 }),
          'Digits, the same digits with noise, and the output of the network.',
        ),
      ],
    };
  },
};

export const otherData: Chapter = {
  id: 'other-data',
  title: 'The same network on other data',
  paragraphs: [
    'An autoencoder works only for data like its training data. The denoiser of digits has never seen clothing, and turns pictures of clothing into strokes.',
  ],
  experiments: [denoiser],
  commands: ['speil data fetch fashion-mnist', 'speil lesson --only other-data -o lesson'],
  async show(stage): Promise<ChapterResult> {
    const sets = ['fashion-mnist', 'shapes'];
    for (const name of sets) {
      try {
        const rows = await cleaned(stage, await fitting(stage, name));
        const caption =
          name === 'shapes'
            ? 'Generated shapes, since Fashion-MNIST is not on this machine (speil data fetch fashion-mnist): clean, noisy, and the output of the network.'
            : 'Clothing, the same pictures with noise, and the output of a network that was trained on digits only.';
        return {
          figures: [],
          pictures: [stage.save('other-data', strips(rows, { columns: 16 }), caption)],
        };
      } catch (error) {
        if (!isSpeilError(error) || error.code !== 'not-found') throw error;
      }
    }
    return { figures: [], pictures: [] };
  },
};

/** The pictures of a dataset, resized to the size of digits. */
async function fitting(stage: Stage, name: string): Promise<readonly Picture[]> {
  return (await stage.pictures(16, name)).map((picture) => resize(picture, 28, 28));
}

async function enlarged(
  stage: Stage,
  experiment: Experiment,
  factor: number,
): Promise<(readonly Picture[])[]> {
  const model = await stage.model(experiment);
  const originals = await stage.pictures(16);
  const small = await model.degrade!(originals, { seed: 1 });
  return [
    originals,
    small.map((picture) => enlarge(picture, factor)),
    small.map((picture) => resize(picture, 28, 28)),
    await reconstruct(model, small),
  ];
}

export const superResolution: Chapter = {
  id: 'super-resolution',
  title: 'Super-resolution: two and four times as large',
  paragraphs: [
    'The input is a smaller picture, and the target is the full-size one. A quarter of the pixels is enough to reconstruct nearly everything. From a sixteenth of the pixels the network must guess, and it guesses digits.',
  ],
  experiments: [upscaler2, upscaler4],
  commands: [
    'speil train mnist-upscale-2',
    'speil upscale mnist-upscale-4 seven.png --reduce -o out',
  ],
  async show(stage) {
    const twice = await stage.scores(upscaler2);
    const fourTimes = await stage.scores(upscaler4);
    const caption = 'originals, the small pictures, ordinary interpolation, the network.';
    return {
      figures: [
        {
          name: '14 to 28, cross-entropy per pixel',
          value: perPixel(twice.reconstruction),
          printed: '.0955',
        },
        { name: '7 to 28, cross-entropy per pixel', value: perPixel(fourTimes.reconstruction) },
        { name: '14 to 28, peak signal-to-noise ratio', value: `${twice.psnr.toFixed(1)} dB` },
        { name: '7 to 28, peak signal-to-noise ratio', value: `${fourTimes.psnr.toFixed(1)} dB` },
      ],
      pictures: [
        stage.save(
          'upscale-x2',
          strips(await enlarged(stage, upscaler2, 2), { columns: 16 }),
          `Enlarged twice: ${caption}`,
        ),
        stage.save(
          'upscale-x4',
          strips(await enlarged(stage, upscaler4, 4), { columns: 16 }),
          `Enlarged four times: ${caption}`,
        ),
      ],
    };
  },
};

export const noiseEnlarged: Chapter = {
  id: 'noise-enlarged',
  title: 'Super-resolution of noise',
  paragraphs: [
    'What does the network that enlarges four times produce from a picture of noise? It was trained to find digits in 49 pixels, so it finds pieces of digits everywhere.',
  ],
  experiments: [upscaler4],
  commands: ['speil lesson --only noise-enlarged -o lesson'],
  async show(stage) {
    const model = await stage.model(upscaler4);
    const even = uniformNoise(16, [7, 7, 1], 1);
    const sparse = Array.from({ length: 16 }, (_, operation): Picture => {
      const values = normals({ seed: 1, purpose: 'synthetic', operation }, 49);
      const pixels = Uint8Array.from(values, (value) =>
        Math.min(255, Math.round(Math.max(0, value - 0.8) * 255)),
      );
      return { width: 7, height: 7, channels: 1, pixels };
    });
    const rows = [
      even.map((picture) => enlarge(picture, 4)),
      await reconstruct(model, even),
      sparse.map((picture) => enlarge(picture, 4)),
      await reconstruct(model, sparse),
    ];
    return {
      figures: [],
      pictures: [
        stage.save(
          'noise-enlarged',
          strips(rows, { columns: 16 }),
          'Uniform noise and the network’s output; then noise as sparse as a digit, and the output.',
        ),
      ],
    };
  },
};
