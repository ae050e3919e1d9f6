import { recipeSchema } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { applySettings } from '../recipes/overrides.js';
import { findRecipe } from '../recipes/registry.js';
import { openData } from './data.js';

const request = { name: 'mnist-10k' };
const plain = await findRecipe('mnist-dense-vae', process.cwd(), () => undefined);

describe('the data of a run', () => {
  it('is augmented in training, by epoch, and as it is for validation', async () => {
    const recipe = applySettings(plain, ['augmentation.shift=2', 'augmentation.brightness=.1']);
    const [before, after] = [await openData(request, plain), await openData(request, recipe)];
    const epoch = { epoch: 1 };
    const whole = await before.train.read([0, 1], epoch);
    const first = await after.train.read([0, 1], epoch);
    expect(first.values).not.toEqual(whole.values);
    expect((await after.train.read([0, 1], { epoch: 2 })).values).not.toEqual(first.values);
    expect((await after.validation!.read([0, 1], epoch)).values).toEqual(
      (await before.validation!.read([0, 1], epoch)).values,
    );
    expect(after.train.fingerprint).toBe(before.train.fingerprint);
  });

  it('refuses an augmentation that no picture can have', () => {
    expect(() => applySettings(plain, ['augmentation.crop=2'])).toThrow(
      /augmentation\.crop: .*Received: 2/u,
    );
    expect(recipeSchema.parse(plain)).not.toHaveProperty('augmentation');
  });
});
