import type { ModelFile, RunConfig } from '@speil/api';
import { recipes } from '@speil/images/recipes';
import { expect, it } from 'vitest';
import { refuseSeenData } from './images/data.js';
import { chooseDataset, refuseEmpty } from './model-file.js';

/** The file of a model that was trained on a dataset. */
function file(id: string): ModelFile {
  return {
    format: 'speil-model',
    formatVersion: 1,
    spec: recipes[0]!.model,
    files: {},
    training: {
      recipe: 'a',
      settings: recipes[0]!.training,
      dataset: { id, fingerprint: '0'.repeat(64), size: 1 },
      steps: 1,
      epochs: 1,
      engine: 'cpu',
      train: { total: 1, reconstruction: 1, kl: 0 },
      validation: null,
    },
  };
}

it('finds the data of a run at the place where the run found them', () => {
  const run = (name: string, dir?: string): RunConfig =>
    ({ data: { name, dir } }) as unknown as RunConfig;
  const model = file('letters/train');
  expect(chooseDataset(undefined, model, run('/p/letters'))).toEqual({ name: '/p/letters' });
  expect(chooseDataset(undefined, model, run('kmnist', '/d'))).toEqual({
    name: 'kmnist',
    dir: '/d',
  });
  expect(chooseDataset('kmnist', model, run('kmnist', '/d'))).toEqual({
    name: 'kmnist',
    dir: '/d',
  });
  expect(chooseDataset('mnist', model, run('kmnist', '/d'))).toEqual({ name: 'mnist' });
  expect(chooseDataset(undefined, model, undefined)).toEqual({ name: 'letters' });
});

it('refuses to score a model on an empty part', () => {
  expect(() => refuseEmpty({ id: 'letters/test', size: 0 }, 'test')).toThrow(
    'The test part of letters is empty: there is nothing to score. Try --split train',
  );
  expect(() => refuseEmpty({ id: 'letters/test', size: 1 }, 'test')).not.toThrow();
});

it('refuses to score a model on its training data', () => {
  expect(() => refuseSeenData(file('mnist/train'), 'mnist-10k')).toThrow('it has seen them all');
  expect(() => refuseSeenData(file('mnist/train'), 'mnist')).not.toThrow();
  expect(() => refuseSeenData(file('mnist-10k/train'), 'mnist-10k')).not.toThrow();
});
