/**
 * Tests the requirements of every recipe on the included digits: its loss falls, the same seed gives the same files,
 * its gradient agrees with its loss, its model loads and fulfils the contract, and nothing stays on the engine. The
 * recipes for clothing are the same experiments (recipes.test.ts of @speil/images).
 */
import { trainingSettingsSchema, type Batch, type Recipe } from '@speil/api';
import { fromFiles, loadEngine, loadModel, sha256Hex } from '@speil/core';
import type { Engine } from '@speil/core';
import { TrainingSession } from '@speil/core/training';
import { imageCodec } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { recipes } from '@speil/images/recipes';
import { latentModelContract } from '@speil/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { adaptForContract, picturesFor, trainBriefly } from './recipe-models.js';

const digits = recipes.filter(({ dataset }) => dataset.name === 'mnist');
const data = await openDataset('mnist-10k', { split: 'train', limit: 256 });
const pictures = new Map(
  await Promise.all(
    digits.map(async (recipe) => [recipe.name, await picturesFor(recipe, data, 3)] as const),
  ),
);
let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

async function run(recipe: Recipe) {
  const { losses, files } = await trainBriefly(recipe, data, engine);
  const sums = Object.entries(files).map(([name, bytes]) => [name, sha256Hex(bytes)]);
  return { losses, files, sums: Object.fromEntries(sums) as Record<string, string> };
}

describe.each(digits.map((recipe) => [recipe.name, recipe] as const))('recipe %s', (_, recipe) => {
  it('learns in eight steps, gives the same files for the same seed, and leaves nothing on the engine', async () => {
    const before = engine.memory().tensors;
    const { losses, sums } = await trained(recipe);
    // Some recipes warm up for a hundred steps.
    expect(losses.at(-1)!).toBeLessThan(0.985 * losses[0]!);
    expect((await run(recipe)).sums).toEqual(sums);
    expect(engine.memory().tensors).toBe(before);
  });

  it('follows the gradient of its loss, as a central difference along the step shows', async () => {
    const { model: spec, training } = recipe;
    // Plain gradient descent with learning rate 1: the change of a variable is its negative gradient.
    const settings = trainingSettingsSchema.parse({ ...training, optimizer: { name: 'sgd' } });
    const x = await data.read([0, 1, 2, 3]);
    const classes = oneHot(data.labels!, 4);
    const batch = {
      x,
      places: [0, 1, 2, 3],
      ...(spec.condition && { condition: classes }),
      ...(spec.objective.supervision && { label: classes }),
    };
    const step = async (session: TrainingSession, learningRate: number): Promise<number> =>
      (await session.step(batch, 0, { learningRate, beta: 1, capacity: 5 })).losses.total;
    const session = new TrainingSession(engine, spec, { ...settings, clipNorm: null });
    const at = await session.variables();
    const loss = await step(session, 1);
    const after = await session.variables();
    const optimizer = await session.optimizer();
    session.dispose();
    // Values whose gradient is stopped on purpose (a discriminator, the nearest codebook vector) do change in finite
    // differences.
    const held =
      spec.objective.priorMatching?.kind === 'adversarial' || spec.bottleneck.kind === 'vq';
    const moved = Object.keys(at).filter((name) => !held || name.startsWith('decoder/'));
    const slopes = moved.map((name) =>
      at[name]!.values.map((value, i) => value - after[name]!.values[i]!),
    );
    const squared = slopes.flatMap((slope) => [...slope]).reduce((sum, g) => sum + g * g, 0);
    // A step that changes the loss by a thousandth in each direction.
    const size = (0.001 * Math.abs(loss)) / squared;
    const along = async (way: 1 | -1): Promise<number> => {
      const shifted = Object.fromEntries(
        moved.map((name, k) => [
          name,
          {
            ...at[name]!,
            values: at[name]!.values.map((value, i) => value + way * size * slopes[k]![i]!),
          },
        ]),
      );
      const from = { variables: { ...at, ...shifted }, optimizer };
      const there = new TrainingSession(engine, spec, { ...settings, clipNorm: null }, from);
      const value = await step(there, 0);
      there.dispose();
      return value;
    };
    const difference = ((await along(1)) - (await along(-1))) / (2 * size);
    expect(difference / squared).toBeGreaterThan(0.97);
    expect(difference / squared).toBeLessThan(1.03);
  });

  latentModelContract(recipe.name, {
    create: async () => {
      const files = fromFiles(recipe.name, (await trained(recipe)).files);
      return adaptForContract(await loadModel(files, { codec: imageCodec, engine }));
    },
    items: pictures.get(recipe.name)!,
    memory: () => Promise.resolve(engine.memory()),
  });
});

const runs = new Map<string, ReturnType<typeof run>>();
/** Runs a recipe once and caches the run. */
function trained(recipe: Recipe): ReturnType<typeof run> {
  const known = runs.get(recipe.name) ?? run(recipe);
  runs.set(recipe.name, known);
  return known;
}

function oneHot(labels: ArrayLike<number>, count: number): Batch {
  const values = new Float32Array(10 * count);
  for (let i = 0; i < count; i++) values[10 * i + labels[i]!] = 1;
  return { shape: [count, 10], values };
}
