import { execFileSync } from 'node:child_process';
import { countParameters, declareModel } from '@speil/core/spec';
import { describe, expect, it } from 'vitest';
import { recipes } from './recipes.js';

describe('the image recipes', () => {
  it('are the four of the lesson for digits and for clothing', () => {
    expect(recipes.map(({ name }) => name)).toEqual([
      'mnist-ae',
      'mnist-conv-ae',
      'mnist-vae',
      'mnist-dense-vae',
      'fashion-ae',
      'fashion-conv-ae',
      'fashion-vae',
      'fashion-dense-vae',
    ]);
  });

  it.each(recipes.map((recipe) => [recipe.name, recipe] as const))(
    '%s fits together',
    (_name, recipe) => {
      expect(declareModel(recipe.model).decoder.outputShape).toEqual([28, 28, 1]);
    },
  );

  it('have the parameters that the published networks print', () => {
    const count = (name: string): number =>
      countParameters(recipes.find((r) => r.name === name)!.model);
    // Keras code example: 69,076 + 65,089. PyTorch example: 784 400 + 400 + 2 (400 20 + 20) + 20 400 + 400 + 400 784 + 784.
    expect(count('mnist-vae')).toBe(134_165);
    expect(count('mnist-dense-vae')).toBe(652_824);
    // 784 32 + 32 + 32 784 + 784, as the article's simple autoencoder.
    expect(count('mnist-ae')).toBe(50_992);
  });

  it('are listed without tfjs being loaded', () => {
    const script = `
      const { recipes } = await import('@speil/images/recipes');
      const loaded = process.moduleLoadList?.length;
      const { createRequire } = await import('node:module');
      const cache = Object.keys(createRequire(import.meta.url).cache);
      console.log(recipes.length, cache.filter((path) => path.includes('tensorflow')).length, typeof globalThis._tfengine, loaded > 0);`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('..', import.meta.url),
      encoding: 'utf8',
    });
    expect(out.trim()).toBe('8 0 undefined true');
  });
});
