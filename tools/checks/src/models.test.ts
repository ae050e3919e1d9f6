/** Every shipped model loads, belongs to its recipe, and gives its golden outputs on this machine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipeSchema, rowOf, type Batch } from '@speil/api';
import { loadEngine, loadModel, priorSample } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { imageCodec } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { describe, expect, it } from 'vitest';
import { published } from './workspace.js';

interface Golden {
  readonly dataset: {
    readonly id: string;
    readonly fingerprint: string;
    readonly indices: number[];
  };
  readonly mean: { readonly shape: number[]; readonly values: number[] };
  readonly logVariance?: { readonly shape: number[]; readonly values: number[] };
  readonly latents: { readonly shape: number[]; readonly values: number[] };
  readonly decoded: number[][];
}

const models = published.filter(({ name }) => name.startsWith('@speil/model-'));

describe.each(models.map((one) => [one.name, one.dir] as const))('%s', (_name, dir) => {
  const golden = JSON.parse(readFileSync(join(dir, 'golden.json'), 'utf8')) as Golden;
  const open = async () =>
    loadModel(fromFolder(dir), { codec: imageCodec, engine: await loadEngine('wasm') });

  it('encodes the golden digits to the golden posteriors', async () => {
    const model = await open();
    const data = await openDataset('mnist-10k', { split: 'test' });
    expect(data.fingerprint).toBe(golden.dataset.fingerprint);
    const batch = await data.read(golden.dataset.indices);
    const codec = imageCodec(model.spec.codec);
    const posterior = await model.encode(
      golden.dataset.indices.map((_, i) => codec.decode(rowOf(batch, i))),
    );
    if (posterior.kind === 'codes') throw new Error('no golden for codes');
    expectClose(posterior.mean, golden.mean.values);
    if (posterior.kind === 'gaussian')
      expectClose(posterior.logVariance, golden.logVariance!.values);
    model.dispose();
  });

  it('decodes the golden latents to the golden pictures, a grey level apart at most', async () => {
    const model = await open();
    const latents = priorSample(golden.latents.shape[0]!, model.spec.latentShape, 1);
    expectClose(latents, golden.latents.values);
    const pictures = await model.decode(latents);
    for (const [i, { pixels }] of pictures.entries()) {
      const worst = pixels.reduce(
        (w, v, k) => Math.max(w, Math.abs(v - golden.decoded[i]![k]!)),
        0,
      );
      expect(worst).toBeLessThanOrEqual(1);
    }
    model.dispose();
  });

  it('says how it was trained: recipe, seed, data, figures', async () => {
    const model = await open();
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(join(dir, 'recipe.json'), 'utf8')));
    expect(recipe.model).toEqual(model.spec);
    expect(model.file.training).toMatchObject({ recipe: recipe.name, settings: recipe.training });
    expect(model.file.training!.validation!.total).toBeGreaterThan(0);
    model.dispose();
  });

  it('is small enough for a page: 300 KB with encoder and decoder', () => {
    expect(readFileSync(join(dir, 'weights.safetensors')).length).toBeLessThanOrEqual(300_000);
  });
});

function expectClose(actual: Batch, expected: readonly number[]): void {
  expected.forEach((value, i) => expect(actual.values[i]).toBeCloseTo(value, 3));
}
