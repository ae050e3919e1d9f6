/**
 * Tests models of all families after training: their inputs and outputs, conditions, latents, and samples of their
 * priors.
 */
import { sizeOf, type Codec, type CodecSpec, type ModelSpec } from '@speil/api';
import { latentModelContract } from '@speil/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { uploadAll, type Engine } from '../engines/engine.js';
import { familyNamed, tinyConditions } from '../testing/families.js';
import { modelFiles } from '../files/model-files.js';
import { fromFiles } from '../files/sources.js';
import { gridPoints } from '../latent/grid.js';
import { grid, interpolate, reconstruct, sample, traverse } from '../latent/tools.js';
import { evaluate } from '../metrics/evaluate.js';
import { initialVariables } from '../random/initial-weights.js';
import { declareModel } from '../model-spec/model.js';
import { createAutoencoder } from './autoencoder.js';
import { loadModel } from '../latent-model/load.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

/** A codec whose items are the rows themselves. */
const codec = ({ id, shape }: CodecSpec): Codec<Float32Array> => ({
  id,
  shape,
  encode: (item) => item,
  decode: (values) => values,
});
const specOf = (name: string): ModelSpec => familyNamed(name).spec;
const variablesOf = (spec: ModelSpec) => initialVariables(declareModel(spec).variables, 3);
const load = (spec: ModelSpec) =>
  loadModel(fromFiles('m', modelFiles(spec, variablesOf(spec))), { codec, engine });
const items = [0, 7, 13].map((i) => Float32Array.from({ length: 64 }, (_, p) => ((p + i) % 5) / 5));

for (const name of [
  'residual',
  'lstm',
  'gaussian-learned',
  'discretized-logistic',
  'adversarial',
]) {
  latentModelContract(name, {
    create: () => load(specOf(name)),
    items,
    memory: async () => (await loadEngine('wasm')).memory(),
  });
}

describe('a super-resolution model', () => {
  it('encodes small pictures, decodes to whole ones, and degrades whole pictures to small ones', async () => {
    const model = await load(specOf('reduced-average'));
    const small = await model.degrade!(items);
    expect(small.map((item) => item.length)).toEqual([16, 16, 16]);
    const window = [0, 1, 8, 9].map((p) => items[0]![p]!);
    expect(small[0]![0]).toBeCloseTo(window.reduce((a, b) => a + b) / 4, 5);
    const restored = await reconstruct(model, small);
    expect(restored.map((item) => item.length)).toEqual([64, 64, 64]);
    await expect(model.encode(items)).rejects.toThrow(/must hold 16 values/u);
    model.dispose();
  });
});

describe('a denoiser', () => {
  it('degrades items equally for the same seed and more for a higher strength, and encodes its input unchanged', async () => {
    const model = await load(specOf('denoising'));
    const apart = (a: readonly Float32Array[]): number =>
      a.reduce(
        (sum, row, i) => sum + row.reduce((s, v, p) => s + Math.abs(v - items[i]![p]!), 0),
        0,
      );
    const [once, again, other, weak] = [
      await model.degrade!(items, { seed: 4 }),
      await model.degrade!(items, { seed: 4 }),
      await model.degrade!(items, { seed: 5 }),
      await model.degrade!(items, { seed: 4, strength: 0.2 }),
    ];
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
    expect(apart(weak)).toBeLessThan(apart(once));
    expect(await reconstruct(model, once)).toHaveLength(3);
    model.dispose();
  });
});

describe('a conditional model', () => {
  it('decodes according to the condition, and refuses a missing one with an error of one line', async () => {
    const model = await load(specOf('conditional'));
    const z = { shape: [2, 2], values: Float32Array.of(1, 0, 1, 0) };
    const [first, second] = await model.decode(z, { condition: [0, 2] });
    expect(first).not.toEqual(second);
    expect(await model.encode(items, { condition: [0, 1, 2] })).toMatchObject({ kind: 'gaussian' });
    await expect(model.decode(z)).rejects.toThrow(
      'Model conditional needs one label per example as condition, 2 in all. Received: condition=undefined.',
    );
    await expect(model.decode(z, { condition: [0, 3] })).rejects.toThrow(
      'A label of model conditional must be a whole number below 3. Received: condition=3.',
    );
    model.dispose();
  });

  it('uses one condition for a whole grid, an interpolation, and a traversal', async () => {
    const model = await load(specOf('conditional'));
    const plane = await grid(model, { columns: 3, rows: 1, condition: 2 });
    expect(plane).toEqual(await model.decode(gridPoints({ columns: 3, rows: 1 }), conditions(3)));
    const way = await interpolate(model, items[0]!, items[1]!, { steps: 4, condition: 2 });
    const ends = await reconstruct(model, items.slice(0, 2), conditions(2));
    way[0]!.forEach((value, i) => expect(value).toBeCloseTo(ends[0]![i]!, 4));
    way[3]!.forEach((value, i) => expect(value).toBeCloseTo(ends[1]![i]!, 4));
    expect(await traverse(model, { steps: 3, condition: 2 })).toHaveLength(6);
    model.dispose();
  });
  const conditions = (count: number) => ({ condition: Array.from({ length: count }, () => 2) });

  it('accepts numbers if its condition is a vector', async () => {
    const model = await load(specOf('conditional-vector'));
    const z = { shape: [1, 2], values: new Float32Array(2) };
    expect(await model.decode(z, { condition: [[0.5, -1]] })).toHaveLength(1);
    await expect(model.decode(z, { condition: [[1, 2, 3]] })).rejects.toThrow(
      /Received: condition=3 numbers/u,
    );
    model.dispose();
  });
});

describe('a model that learns classes', () => {
  it('gives the probability of every class for each latent', async () => {
    const model = await load(specOf('supervised'));
    const posterior = await model.encode(items);
    if (posterior.kind !== 'deterministic') throw new Error();
    const { shape, values } = await model.classify!(posterior.mean);
    expect(shape).toEqual([3, 3]);
    expect(values[0]! + values[1]! + values[2]!).toBeCloseTo(1, 5);
    expect('classify' in (await load(specOf('conditional')))).toBe(false);
    model.dispose();
  });

  it('needs a dataset with labels, all of which are among its classes', async () => {
    const model = createAutoencoder(specOf('supervised'));
    const variables = uploadAll(engine, variablesOf(model.spec));
    const { labels: _, ...unlabelled } = tinyConditions;
    await expect(evaluate(model, variables, engine, unlabelled)).rejects.toThrow(
      /learns classes and needs a dataset with labels/u,
    );
    const far = { ...tinyConditions, labels: new Uint8Array(tinyConditions.size).fill(3) };
    await expect(evaluate(model, variables, engine, far)).rejects.toThrow(
      /knows 3 classes\. Received: label 3/u,
    );
    engine.release({ variables });
  });
});

describe('a model with a codebook', () => {
  it('encodes to indices, decodes them, and refuses invalid indices', async () => {
    const model = await load(specOf('vq'));
    const posterior = await model.encode(items);
    if (posterior.kind !== 'vq') throw new Error();
    expect(posterior.indices.shape).toEqual([3, 2, 2]);
    expect(posterior.codebookSize).toBe(8);
    expect(await reconstruct(model, items)).toHaveLength(3);
    await expect(
      model.decode({ shape: [1, 2, 2], values: Float32Array.of(0, 1, 2, 8) }),
    ).rejects.toThrow('Indices of model vq must be whole numbers below 8. Received: 8.');
    model.dispose();
  });

  it('samples from its prior, with the same result for the same seed', async () => {
    const model = await load(specOf('vq'));
    const latents = await model.samplePrior!(5, { seed: 2 });
    expect(latents.shape).toEqual([5, 2, 2]);
    expect(
      latents.values.every((index) => Number.isInteger(index) && index >= 0 && index < 8),
    ).toBe(true);
    expect(await model.samplePrior!(5, { seed: 2 })).toEqual(latents);
    expect(await sample(model, 3, { seed: 2 })).toHaveLength(3);
    model.dispose();
    const alone = await load(specOf('vq-alone'));
    await expect(sample(alone, 1)).rejects.toThrow(
      'Samples of model vq-alone need a prior over its latents.',
    );
    alone.dispose();
  });
});

describe('an evaluation', () => {
  it.each(['binarized', 'denoising', 'reduced-random'])(
    'of %s uses the same degraded test set for every batch size and every seed of the draws',
    async (name) => {
      const model = createAutoencoder(specOf(name));
      const variables = uploadAll(engine, variablesOf(model.spec));
      const inputsIn = async (batchSize: number, seed: number) => {
        const reconstructions: number[] = [];
        await evaluate(model, variables, engine, tinyConditions, {
          batchSize,
          seed,
          onReconstruction: (_, { values }) => reconstructions.push(...values),
        });
        return reconstructions;
      };
      const [a, b] = [await inputsIn(40, 0), await inputsIn(7, 5)];
      expect(a.length).toBe(40 * sizeOf(model.spec.codec.shape));
      a.forEach((value, i) => expect(b[i]).toBeCloseTo(value, 4));
      engine.release({ variables });
    },
  );

  it('of a codebook counts the vectors in use', async () => {
    const model = createAutoencoder(specOf('vq'));
    const variables = uploadAll(engine, variablesOf(model.spec));
    const { codebook } = await evaluate(model, variables, engine, tinyConditions);
    expect(codebook!.used).toBeGreaterThanOrEqual(1);
    expect(codebook!.perplexity).toBeLessThanOrEqual(codebook!.used + 1e-9);
    engine.release({ variables });
  });
});
