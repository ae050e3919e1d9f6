import type { Batch, LatentModel } from '@speil/api';
import { expect, it } from 'vitest';
import { normals } from '../random/streams.js';
import { familyNamed } from '../testing/families.js';
import { judgeItems } from './judge.js';

const asBatch = (items: readonly (readonly number[])[]): Batch => ({
  shape: [items.length, 2],
  values: Float32Array.from(items.flat()),
});

/**
 * A judge of items that are pairs of numbers. The numbers are also the features, and the larger one gives the class.
 */
const judge: LatentModel<readonly number[]> = {
  spec: familyNamed('supervised').spec,
  encode: (items) => Promise.resolve({ kind: 'deterministic', mean: asBatch(items) }),
  decode: () => Promise.reject(new Error('A judge decodes nothing.')),
  classify: ({ shape, values }) =>
    Promise.resolve({
      shape,
      values: values.map((value, i) => Number(value > values[i % 2 === 0 ? i + 1 : i - 1]!)),
    }),
  dispose: () => undefined,
};
const pairs = (operation: number, shift = 0): readonly number[][] => {
  const values = normals({ seed: 1, purpose: 'synthetic', operation }, 400);
  return Array.from({ length: 200 }, (_, i) => [values[2 * i]! + shift, values[2 * i + 1]!]);
};

it('gives a small distance for draws of the same distribution, and the actual distance for a shift', async () => {
  const same = await judgeItems(judge, pairs(1), pairs(2));
  expect(same.frechet).toBeLessThan(0.1);
  expect(same.precision).toBeGreaterThan(0.8);
  expect(same.recall).toBeGreaterThan(0.8);
  expect(same).not.toHaveProperty('agreement');
  const far = await judgeItems(judge, pairs(1), pairs(2, 10));
  // The covariances are equal, so the distance is the squared distance of the means, 10^2, except for sampling errors.
  expect(Math.abs(far.frechet - 100)).toBeLessThan(5);
  expect(far).toMatchObject({ precision: 0, recall: 0 });
});

it('computes the share of items that have the requested class', async () => {
  const drawn = [
    [1, 0],
    [0, 1],
    [3, 2],
    [2, 3],
  ];
  const { agreement } = await judgeItems(judge, pairs(1), drawn, { requested: [0, 1, 1, 1] });
  expect(agreement).toBe(0.75);
});

it('refuses a judge without classes, and a number of requested classes that is not that of the items', async () => {
  const blind: LatentModel<readonly number[]> = {
    spec: judge.spec,
    encode: (items) => judge.encode(items),
    decode: (latents) => judge.decode(latents),
    dispose: () => undefined,
  };
  await expect(judgeItems(blind, pairs(1), pairs(2))).rejects.toThrow(
    'A judge must have learned classes, as mnist-classifier has. Received: supervised.',
  );
  await expect(judgeItems(judge, pairs(1), pairs(2), { requested: [1] })).rejects.toThrow(
    'There must be one requested class for each of the 200 generated items. Received: 1.',
  );
});
