import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { latentAtlasSchema, parseJson, unpackLatents } from '@speil/api';
import { packageFolder } from '@speil/core/node';
import { describe, expect, it } from 'vitest';
import { neighbourhood } from '../../../shared/atlas/nearest';
import { planeModels } from '../../../worker/protocol/images';
import type { SitePlane } from '../../../worker/protocol/images';
import {
  aeSquare,
  density,
  differences,
  divergence,
  drawCount,
  drawEvenly,
  drawNormally,
  totalCost,
} from './figures';

const folderOf = (plane: SitePlane): string =>
  packageFolder(`@speil/model-${planeModels[plane]}`, import.meta.url);

async function readAtlas(plane: SitePlane) {
  const folder = path.join(folderOf(plane), 'atlas');
  const text = await readFile(path.join(folder, 'atlas.json'), 'utf8');
  const atlas = parseJson(latentAtlasSchema, text, 'atlas.json');
  const bytes = new Uint8Array(await readFile(path.join(folder, atlas.latents.file)));
  return { atlas, latents: unpackLatents(bytes, atlas.latents.count, atlas) };
}

describe('the divergence from the standard normal', () => {
  it('is 0 for the standard normal itself, and positive for others', () => {
    expect(divergence(0, 0)).toBe(0);
    // Computed by hand: (1 + 1 - 1 - 0) / 2, and (0 + e - 1 - 1) / 2.
    expect(divergence(1, 0)).toBe(0.5);
    expect(divergence(0, 1)).toBeCloseTo((Math.E - 2) / 2, 12);
    expect(divergence(-2, -3)).toBeGreaterThan(0);
  });

  it('is the integral of q (ln q - ln p)', () => {
    const [mean, logVariance, step] = [0.7, -1.2, 0.001];
    const deviation = Math.exp(logVariance / 2);
    let sum = 0;
    for (let x = mean - 9 * deviation; x < mean + 9 * deviation; x += step) {
      const q = density(x, mean, deviation);
      sum += q * Math.log(q / density(x, 0, 1)) * step;
    }
    expect(divergence(mean, logVariance)).toBeCloseTo(sum, 4);
  });
});

describe('the price of the two models', () => {
  it('is lower for each at the beta of its own training', () => {
    expect(totalCost('vae', 1)).toBeLessThan(totalCost('beta', 1));
    expect(totalCost('beta', 4)).toBeLessThan(totalCost('vae', 4));
  });

  it('has the figures of the models’ cards', async () => {
    const card = (plane: SitePlane) => readFile(path.join(folderOf(plane), 'README.md'), 'utf8');
    expect(await card('vae')).toContain('142.71 + 6.35');
    expect(await card('beta')).toContain('149.55 nats per image for the picture, 4.09');
  });
});

describe('the random latents', () => {
  it('are the same for the same seed, and lie in the square or around the origin', () => {
    expect(drawNormally(1)).toEqual(drawNormally(1));
    expect(drawNormally(2)).not.toEqual(drawNormally(1));
    const even = drawEvenly(3, aeSquare);
    expect(even.length).toBe(drawCount);
    for (const { x, y } of even) {
      expect(Math.abs(x - aeSquare.centre.x)).toBeLessThanOrEqual(aeSquare.extent);
      expect(Math.abs(y - aeSquare.centre.y)).toBeLessThanOrEqual(aeSquare.extent);
    }
  });

  it('of the autoencoder come from the square of its atlas', async () => {
    const { centre, extent } = (await readAtlas('ae')).atlas;
    expect(aeSquare).toEqual({ centre: { x: centre[0], y: centre[1] }, extent });
  });
});

describe('the task about noise in the latent', () => {
  it('starts at a 0; little noise keeps the class, much noise changes it', async () => {
    const { latents } = await readAtlas('vae');
    const classAt = (x: number, y: number): number => neighbourhood(latents, { x, y }).first;
    expect(classAt(-1.1, 1.9)).toBe(0);
    expect(classAt(-1.3, 1.7)).toBe(0);
    expect(classAt(0.5, -1.2)).not.toBe(0);
  });
});

it('differences are absolute', () => {
  expect(Array.from(differences(Uint8Array.of(0, 9, 255), Uint8Array.of(5, 9, 0)))).toEqual([
    5, 0, 255,
  ]);
});
