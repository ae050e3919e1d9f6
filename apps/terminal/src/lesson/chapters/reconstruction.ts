/**
 * Autoencoders: pictures encoded into a few numbers and decoded again, and what happens when the numbers are perturbed.
 */
import { rowOf, sizeOf, type Batch } from '@speil/api';
import { normals, reconstruct } from '@speil/core';
import { montage, strips, type Picture } from '@speil/images';
import type { Chapter } from '../chapter.js';
import { convAe } from '../experiments.js';
import { perPixel } from '../format.js';

export const reconstruction: Chapter = {
  id: 'autoencoder',
  title: 'Through 128 numbers and back',
  paragraphs: [
    'An autoencoder is trained to reconstruct its input through a bottleneck: here a picture of 784 pixels becomes 8 small maps of 4 by 4. It uses no labels; the input is also the target.',
    'The compression is lossy: compare the rows. The network has learned these data and nothing else. Random latents do not decode to digits, since nothing in the training determines which latents between those of the digits belong to digits.',
  ],
  experiments: [convAe],
  commands: ['speil train mnist-conv-ae', 'speil lesson --only autoencoder -o lesson'],
  async show(stage) {
    const model = await stage.model(convAe);
    const originals = await stage.pictures(16);
    const back = await reconstruct(model, originals);
    const { latents } = await stage.latents(convAe, 1000);
    const scores = await stage.scores(convAe);
    const random = await model.decode(randomLike(latents, 16));
    return {
      figures: [
        {
          name: 'cross-entropy per pixel',
          value: perPixel(scores.reconstruction),
          printed: '.0953',
        },
        { name: 'mean squared error per pixel', value: scores.mse.toFixed(4) },
      ],
      pictures: [
        stage.save(
          'autoencoder',
          strips([originals, back], { columns: 16 }),
          'Above the digits, below their reconstructions.',
        ),
        stage.save(
          'autoencoder-latents',
          mapsOf(latents, 16),
          'The latents of the same digits, one column for each: 8 maps of 4 by 4 numbers; large numbers are bright.',
        ),
        stage.save(
          'autoencoder-random',
          montage(random, { columns: 16 }),
          'Random latents with the mean and the standard deviation of the real ones, decoded.',
        ),
      ],
    };
  },
};

export const disturbed: Chapter = {
  id: 'noise-in-the-code',
  title: 'Noise in the latents',
  paragraphs: [
    'Latents with a small amount of noise still represent the same digit. Here more and more noise is added to the latents of some digits before they are decoded: at first the digit stays the same, then it becomes another one, and finally it is no longer a digit.',
  ],
  experiments: [convAe],
  commands: ['speil lesson --only noise-in-the-code -o lesson'],
  async show(stage) {
    const model = await stage.model(convAe);
    const { latents } = await stage.latents(convAe, 1000);
    const some = {
      shape: [16, ...latents.shape.slice(1)],
      values: latents.values.slice(0, 16 * sizeOf(latents.shape.slice(1))),
    };
    const spread = deviation(latents.values);
    const strengths = [0, 0.25, 0.5, 1, 2];
    const noise = normals({ seed: 1, purpose: 'synthetic' }, some.values.length);
    const rows: (readonly Picture[])[] = [];
    for (const strength of strengths) {
      const values = some.values.map((value, i) => value + strength * spread * noise[i]!);
      rows.push(await model.decode({ shape: some.shape, values }));
    }
    return {
      figures: [],
      pictures: [
        stage.save(
          'noise-in-the-code',
          strips(rows, { columns: 16 }),
          `From top to bottom, noise of ${strengths.join(', ')} standard deviations of the latents.`,
        ),
      ],
    };
  },
};

/** Samples with the mean and the standard deviation of the latents, per dimension. */
function randomLike({ shape: [, ...latent], values }: Batch, count: number): Batch {
  const size = sizeOf(latent);
  const rows = values.length / size;
  const draws = normals({ seed: 1, purpose: 'sampling' }, count * size);
  const out = new Float32Array(count * size);
  for (let j = 0; j < size; j++) {
    const column = Float32Array.from({ length: rows }, (_, i) => values[i * size + j]!);
    const middle = column.reduce((sum, value) => sum + value, 0) / rows;
    const spread = deviation(column);
    for (let i = 0; i < count; i++) out[i * size + j] = middle + spread * draws[i * size + j]!;
  }
  return { shape: [count, ...latent], values: out };
}

function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Latents of shape [height, width, maps] as pictures: a row per map, a column per digit. */
function mapsOf(latents: Batch, count: number): Picture {
  const [, height, width, maps] = latents.shape as [number, number, number, number];
  const largest = latents.values.reduce((most, value) => Math.max(most, value), 1e-6);
  const pictures: Picture[] = [];
  for (let map = 0; map < maps; map++) {
    for (let i = 0; i < count; i++) {
      const row = rowOf(latents, i);
      const pixels = Uint8Array.from({ length: height * width }, (_, p) =>
        Math.round((255 * Math.max(0, row[p * maps + map]!)) / largest),
      );
      pictures.push({ width, height, channels: 1, pixels });
    }
  }
  return montage(pictures, { columns: count, gap: 1 });
}
