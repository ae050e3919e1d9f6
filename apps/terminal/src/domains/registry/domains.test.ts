import { notesCodec } from '@speil/music';
import { expect, it } from 'vitest';
import type { ModelFolder } from '../domain.js';
import { downloadable, isNamedDataset, openDomain, recogniseModel } from './domains.js';

const folder = (files: Readonly<Record<string, object>>): ModelFolder => ({
  has: (file) => file in files,
  json: (file) => ({ ...files[file] }),
});

it('recognises a model by its files', () => {
  const model = (id: string) => folder({ 'model.json': { spec: { codec: { id } } } });
  expect(recogniseModel(model('image'))).toEqual({ domain: 'images', form: 'model' });
  expect(recogniseModel(model(notesCodec))).toEqual({ domain: 'music', form: 'model' });
  // The reader of pictures reports what is wrong with the model.
  expect(recogniseModel(model('unknown'))).toEqual({ domain: 'images', form: 'model' });
  const checkpoint = { domain: 'music', form: 'checkpoint' };
  expect(recogniseModel(folder({ 'config.json': {}, 'weights_manifest.json': {} }))).toEqual(
    checkpoint,
  );
  expect(recogniseModel(folder({ 'config.json': { type: 'MusicVAE' } }))).toEqual(checkpoint);
  // A run has a config.json too.
  expect(recogniseModel(folder({ 'config.json': { format: 'speil-run' } }))).toBeUndefined();
  expect(downloadable()).toEqual(checkpoint);
});

it('opens each domain by its name, and knows the datasets of all domains', async () => {
  for (const name of ['images', 'music'] as const) {
    expect((await openDomain(name)).name).toBe(name);
  }
  const answers = ['mnist', 'groove', 'elsewhere'].map(isNamedDataset);
  expect(await Promise.all(answers)).toEqual([true, true, false]);
});
