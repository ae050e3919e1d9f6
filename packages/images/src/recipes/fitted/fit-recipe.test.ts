/** Recipes that are made for pictures of any size: every family gives a valid model whose shapes fit. */
import type { LayersArchitecture } from '@speil/api';
import { declareModel } from '@speil/core/spec';
import { describe, expect, it } from 'vitest';
import { fitRecipe, type FitRecipeOptions } from './fit-recipe.js';
import { fittedFamilies, type FittedFamilyName } from './families.js';
import { countLevels } from './networks.js';

const names = Object.keys(fittedFamilies) as FittedFamilyName[];
const photos: FitRecipeOptions = { data: '/tmp/Photos 2026', shape: [64, 64, 3], count: 500 };

describe('the levels of a network', () => {
  it.each([
    [[64, 64], 4],
    [[32, 32], 3],
    [[28, 28], 2],
    [[96, 64], 4],
    [[50, 50], 1],
    [[25, 25], 0],
    [[16, 16], 2],
    [[128, 128], 5],
  ])('of pictures of %j are %i', (sides, levels) => {
    expect(countLevels(sides)).toBe(levels);
  });
});

describe('a recipe that is fitted to pictures', () => {
  it.each(
    names.flatMap((name) =>
      (
        [
          [16, 16, 3],
          [28, 28, 1],
          [32, 32, 3],
          [64, 96, 3],
          [128, 128, 3],
        ] as const
      ).map((shape) => [name, shape] as const),
    ),
  )('%s makes a model for %j', (name, shape) => {
    const { model } = fitRecipe(name, { ...photos, shape, classes: 3 });
    expect(model.codec.shape).toEqual(shape);
    expect(() => declareModel(model)).not.toThrow();
  });

  it('ends in the mean of the pictures, or in logits, which start at 0', () => {
    const lastOf = (shape: FitRecipeOptions['shape']) => {
      const { architecture } = fitRecipe('vae', { ...photos, shape, mean: 0.2 }).model;
      return (architecture as LayersArchitecture).decoder.at(-1);
    };
    expect(lastOf([32, 32, 3])).toMatchObject({ activation: 'linear', initialBias: 0.2 });
    expect(lastOf([32, 32, 1])).not.toHaveProperty('initialBias');
  });

  it('of a family with fixed latents takes no latent size', () => {
    expect(() => fitRecipe('fsq-vae', { ...photos, latent: 8 })).toThrow(
      'The latents of fsq-vae have a fixed size: leave out --latent. Received: 8.',
    );
  });

  it.each(['ae', 'vae', 'vq-vae'] as const)('%s takes sides that cannot be halved', (name) => {
    const { model } = fitRecipe(name, { ...photos, shape: [25, 25, 1] });
    expect(() => declareModel(model)).not.toThrow();
  });

  it('describes the model, and is named after its data', () => {
    const { name, title, dataset } = fitRecipe('vae', { ...photos, fit: 'crop' });
    expect(name).toBe('photos-2026-vae');
    expect(title).toMatch(
      /^residual VAE, \d+,000 parameters, latent 32, pictures shifted by up to \d pixels$/u,
    );
    expect(dataset).toEqual({ name: '/tmp/Photos 2026', fit: 'crop' });
  });

  it('takes a latent and a width', () => {
    const small = fitRecipe('vae', { ...photos, latent: 8, width: 4 });
    expect(small.model.latentShape).toEqual([8]);
    expect(small.title).toMatch(/^residual VAE, \d+,000 parameters, latent 8, /u);
  });

  it('trains for about 1,000 steps, but for ten epochs of a large dataset', () => {
    expect(fitRecipe('vae', photos).training).toMatchObject({ batchSize: 32, epochs: 67 });
    expect(fitRecipe('vae', { ...photos, count: 60_000 }).training).toMatchObject({
      batchSize: 64,
      epochs: 10,
    });
    expect(fitRecipe('vae', { ...photos, count: 10 }).training.epochs).toBe(300);
  });

  it('shifts few pictures by up to an eighth of their smaller side, and many not at all', () => {
    const few = fitRecipe('vae', { ...photos, count: 1999, shape: [64, 96, 3] });
    expect(few.augmentation).toMatchObject({ shift: 8 });
    const many = fitRecipe('vae', { ...photos, count: 2000, shape: [64, 96, 3] });
    expect(many.augmentation).toBeUndefined();
    expect(many.title).toMatch(/latent 32$/u);
  });

  it('is refused without classes for a conditional model, and for sides that cannot be enlarged', () => {
    expect(() => fitRecipe('cvae', photos)).toThrow(
      'A conditional model needs pictures with at least two classes, such as one subfolder per class. Received: no classes.',
    );
    expect(() => fitRecipe('upscale-4', { ...photos, shape: [30, 32, 3] })).toThrow(
      'To be enlarged by 4, both sides of a picture must be multiples of 4. Received: 32x30. Choose another size with --size.',
    );
  });
});
