import type { Codec } from '@speil/api';
import { latentModelContract } from '@speil/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { Engine } from '../engines/engine.js';
import { grid, interpolate, reconstruct, sample } from '../latent/tools.js';
import { modelFiles } from '../files/model-files.js';
import { fromFiles } from '../files/sources.js';
import { initialValues } from '../random/initial-weights.js';
import { declareModel } from '../model-spec/model.js';
import { tinyAe, tinyData, tinyVae } from '../testing/tiny.js';
import { loadModel } from './load.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

/** A codec whose items are the rows themselves. */
const codec = (): Codec<Float32Array> => ({
  id: 'image',
  shape: [8, 8, 1],
  encode: (item) => item,
  decode: (values) => values,
});
const items = [0, 1, 2].map((i) => {
  const batch = tinyData.read([i]);
  if (batch instanceof Promise) throw new Error('tiny data is synchronous');
  return batch.values;
});

for (const spec of [tinyVae, tinyAe]) {
  const variables = Object.fromEntries(
    declareModel(spec).variables.map((v, i) => [
      v.name,
      { shape: v.shape, values: initialValues(v, 3, i) },
    ]),
  );
  const create = () => loadModel(fromFiles('m', modelFiles(spec, variables)), { codec, engine });

  latentModelContract(spec.name, {
    create,
    items,
    memory: async () => (await loadEngine('wasm')).memory(),
  });

  describe(`the latent tools over ${spec.name}`, () => {
    it('reconstruct, sample and interpolate return items', async () => {
      const model = await create();
      expect(await reconstruct(model, items)).toHaveLength(3);
      expect(await sample(model, 4, { seed: 2 })).toEqual(await sample(model, 4, { seed: 2 }));
      const path = await interpolate(model, items[0]!, items[1]!, { steps: 5, method: 'slerp' });
      expect(path).toHaveLength(5);
      const [first] = await reconstruct(model, [items[0]!]);
      path[0]!.forEach((value, i) => expect(value).toBeCloseTo(first![i]!, 4));
      model.dispose();
    });
  });
}

describe('a grid of a model’s latent space', () => {
  it('needs a latent space with two dimensions', async () => {
    const variables = Object.fromEntries(
      declareModel(tinyAe).variables.map((v, i) => [
        v.name,
        { shape: v.shape, values: initialValues(v, 3, i) },
      ]),
    );
    const model = await loadModel(fromFiles('m', modelFiles(tinyAe, variables)), { codec, engine });
    await expect(grid(model, { columns: 2, rows: 2 })).rejects.toThrow(
      /Received: tiny-ae with \[3\]/u,
    );
    model.dispose();
  });
});
