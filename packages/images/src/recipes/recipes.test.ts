import { execFileSync } from 'node:child_process';
import { countParameters, declareModel } from '@speil/core/spec';
import { describe, expect, it } from 'vitest';
import { recipes } from '../entries/recipes.js';

describe('the image recipes', () => {
  it('are the same experiments for digits and for clothing', () => {
    const names = (prefix: string): string[] =>
      recipes
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ name }) => name.slice(prefix.length));
    expect(names('fashion-')).toEqual(names('mnist-'));
    expect(names('mnist-')).toEqual([
      ...[
        'ae',
        'sparse-ae',
        'sparse-kl-ae',
        'deep-ae',
        'conv-ae',
        'ae-2d',
        'classifier',
        'lstm-ae',
        'gru-ae',
      ],
      ...['denoise', 'denoise-any', 'upscale-2', 'upscale-4'],
      ...[
        'vae',
        'dense-vae',
        'residual-vae',
        'beta-vae',
        'beta-vae-2d',
        'cyclical-vae',
        'capacity-vae',
      ],
      ...['free-bits-vae', 'continuous-bernoulli-vae', 'gaussian-vae', 'sigma-vae', 'logistic-vae'],
      ...['cvae', 'binary-vae', 'iwae', 'aae', 'wae', 'infovae', 'vq-vae'],
    ]);
  });

  it.each(recipes.map((recipe) => [recipe.name, recipe] as const))(
    'include %s, whose parts fit together',
    (_name, recipe) => {
      expect(declareModel(recipe.model).decoder.outputShape).toEqual([28, 28, 1]);
    },
  );

  it('have the parameter counts of the published networks', () => {
    const count = (name: string): number =>
      countParameters(recipes.find((r) => r.name === name)!.model);
    // Keras code example: 69,076 + 65,089. PyTorch example: 784 400 + 400 + 2 (400 20 + 20) + 20 400 + 400 + 400 784 + 784.
    expect(count('mnist-vae')).toBe(134_165);
    expect(count('mnist-dense-vae')).toBe(652_824);
    // 784 32 + 32 + 32 784 + 784, as in the article's simple autoencoder.
    expect(count('mnist-ae')).toBe(50_992);
    // 784 128 + 128 + 128 64 + 64 + 64 32 + 32 and back, as the article's deep autoencoder prints.
    expect(count('mnist-deep-ae')).toBe(222_384);
    // The lesson: 160 + 1,160 + 584 and 584 + 584 + 1,168 + 145.
    expect(count('mnist-conv-ae')).toBe(4_385);
    expect(count('mnist-denoise')).toBe(4_385);
    // Burda et al.: 784 200 + 200 + 200 200 + 200 + 2 (200 50 + 50) + 50 200 + 200 + 200 200 + 200 + 200 784 + 784.
    expect(count('mnist-iwae')).toBe(425_284);
  });

  it('are listed without loading tfjs', () => {
    const script = `
      const { recipes } = await import('@speil/images/recipes');
      const loaded = process.moduleLoadList?.length;
      const { createRequire } = await import('node:module');
      const cache = Object.keys(createRequire(import.meta.url).cache);
      console.log(recipes.length, cache.filter((path) => path.includes('tensorflow')).length, typeof globalThis._tfengine, loaded > 0);`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('../..', import.meta.url),
      encoding: 'utf8',
    });
    expect(out.trim()).toBe(`${recipes.length} 0 undefined true`);
  });
});
