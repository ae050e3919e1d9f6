/** Every shipped image model loads, records how it was trained, and reproduces its golden outputs on this machine. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipeSchema } from '@speil/api';
import { loadEngine, loadModel } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { imageCodec } from '@speil/images';
import {
  computeGolden,
  differenceOf,
  largestDifference,
  mostLatentDifference,
  openGoldenData,
  type Golden,
} from '@speil/terminal/golden';
import { describe, expect, it } from 'vitest';
import { published } from './workspace.js';

const models = published.filter(
  // Models of music are tested in music-models.test.ts.
  ({ name, dir }) => name.startsWith('@speil/model-') && existsSync(join(dir, 'model.json')),
);

describe.each(models.map((one) => [one.name, one.dir] as const))('%s', (_name, dir) => {
  const golden = JSON.parse(readFileSync(join(dir, 'golden.json'), 'utf8')) as Golden;
  const open = async () =>
    loadModel(fromFolder(dir), { codec: imageCodec, engine: await loadEngine('wasm') });

  const again = async (): Promise<Golden> => {
    const model = await open();
    const { shape, values } = golden.latents;
    try {
      return await computeGolden(model, {
        dataset: await openGoldenData(model.spec.codec.shape),
        codec: imageCodec(model.spec.codec),
        indices: golden.dataset.indices,
        latents: { shape, values: Float32Array.from(values) },
      });
    } finally {
      model.dispose();
    }
  };

  it('encodes the golden pictures to the golden posteriors', async () => {
    const { dataset, mean, logVariance } = await again();
    expect(dataset).toEqual(golden.dataset);
    expect(differenceOf(mean, golden.mean)).toBeLessThanOrEqual(mostLatentDifference);
    expect(differenceOf(logVariance, golden.logVariance)).toBeLessThanOrEqual(mostLatentDifference);
  });

  it('decodes the golden latents to the golden pictures, to within one grey level', async () => {
    const { decoded } = await again();
    expect(largestDifference(decoded.flat(), golden.decoded.flat())).toBeLessThanOrEqual(1);
  });

  it('records its recipe, seed, data and scores, or the tool that computed it', async () => {
    const model = await open();
    if (!existsSync(join(dir, 'recipe.json'))) {
      expect(model.file.training).toBeUndefined();
      const card = readFileSync(join(dir, 'README.md'), 'utf8');
      expect(card).toMatch(/`node tools\/models\/\w+\.mjs/u);
      model.dispose();
      return;
    }
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(join(dir, 'recipe.json'), 'utf8')));
    expect(recipe.model).toEqual(model.spec);
    expect(model.file.training).toMatchObject({ recipe: recipe.name, settings: recipe.training });
    // A density may exceed 1, so nats may be negative.
    expect(Number.isFinite(model.file.training!.validation!.total)).toBe(true);
    model.dispose();
  });

  it('is small enough for a page: at most 600 KB with encoder and decoder', () => {
    expect(readFileSync(join(dir, 'weights.safetensors')).length).toBeLessThanOrEqual(600_000);
  });
});
