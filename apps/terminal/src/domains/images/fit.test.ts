/** `--fit`: how pictures are fitted to the proportions of a model, in training and in every later command. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { RunConfig } from '@speil/api';
import { encodePng } from '@speil/images';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../io/exit.js';
import { openData } from '../../trainer/data.js';
import { recordedIo } from '../../testing/io.js';
import { writeModel } from '../../testing/models.js';
import { resolvePictureModel } from '../../models/resolve.js';
import { refuseFit } from '../registry/domains.js';
import { fitFor } from './fit.js';
import { readPicture } from './model.js';
import { openPictureData } from './data.js';
import { trainRequest } from '../../training/request.js';
import { workFolder } from '../../testing/work-folder.js';

const warn = (line: string): void => expect.fail(line);

/** A picture three times as wide as high: black with a white square in its middle. */
function wide(file: string): void {
  const pixels = Uint8Array.from({ length: 84 * 28 }, (_, i) =>
    Math.abs((i % 84) - 41.5) < 8 && Math.abs(Math.floor(i / 84) - 13.5) < 8 ? 255 : 0,
  );
  fs.writeFileSync(file, encodePng({ width: 84, height: 28, channels: 1, pixels }));
}

/**
 * Number of white pixels across the middle of a 28 x 28 picture: all 16 of the original if it is cropped, about a third
 * if it is stretched or padded.
 */
const across = (values: ArrayLike<number>, white: number): number =>
  Array.from({ length: 28 }, (_, x) => values[14 * 28 + x]!).filter((value) => value > white / 2)
    .length;

describe('a training', () => {
  it('stores the requested fit in its recipe, and fits its pictures accordingly', async () => {
    const cwd = workFolder();
    wide(path.join(cwd, '1.png'));
    const widths: number[] = [];
    for (const fit of ['stretch', 'crop'] as const) {
      const { recipe, data } = await trainRequest(
        'mnist-dense-vae',
        { data: '.', fit },
        { cwd, warn },
      );
      expect(recipe.dataset.fit).toBe(fit);
      const { train, notices } = await openData(data, recipe);
      expect(notices[0]).toMatch(fit === 'stretch' ? /\(stretched\)$/u : /\(cropped\)$/u);
      widths.push(across((await train.read([0])).values, 1));
    }
    expect(widths[0]).toBeLessThan(8);
    expect(widths[1]).toBe(16);
  });

  it('that is resumed keeps its fit', async () => {
    const cwd = workFolder();
    const { recipe } = await trainRequest('mnist-dense-vae', { fit: 'pad' }, { cwd, warn });
    writeConfig(cwd, recipe);
    const again = { out: '.', resume: true };
    await expect(trainRequest(undefined, { ...again, fit: 'crop' }, { cwd, warn })).rejects.toThrow(
      'The run was started with dataset.fit="pad". Received: "crop".',
    );
    const resumed = await trainRequest(undefined, { ...again, fit: 'pad' }, { cwd, warn });
    expect(resumed.recipe.dataset.fit).toBe('pad');
  });

  it('of music rejects --fit', async () => {
    const music = trainRequest('drums-2bar', { fit: 'pad' }, { cwd: workFolder(), warn });
    await expect(music).rejects.toThrow('drums-2bar is a model of music: leave out --fit.');
    expect(() => refuseFit('music', 'a', 'pad')).toThrow(UsageError);
    expect(() => refuseFit('music', 'a', undefined)).not.toThrow();
    expect(() => refuseFit('images', 'a', 'pad')).not.toThrow();
  });
});

describe('a command on a trained model', () => {
  it('fits pictures as the training of the run did, unless --fit says otherwise', async () => {
    const cwd = workFolder();
    const { recipe } = await trainRequest('mnist-dense-vae', { fit: 'pad' }, { cwd, warn });
    writeConfig(cwd, recipe);
    expect(fitFor(undefined, { run: cwd })).toEqual({ fit: 'pad' });
    expect(fitFor('crop', { run: cwd })).toEqual({ fit: 'crop' });
    expect(fitFor(undefined, {})).toEqual({});
  });

  it('fits pictures of a dataset and single pictures in the same way', async () => {
    const cwd = workFolder();
    fs.mkdirSync(path.join(cwd, 'test'));
    fs.mkdirSync(path.join(cwd, 'train'));
    wide(path.join(cwd, 'test', '1.png'));
    wide(path.join(cwd, 'train', '1.png'));
    const name = writeModel(cwd, 'model');
    const io = recordedIo({ cwd });
    const { dataset, model } = await openPictureData(
      resolvePictureModel(name, io),
      { data: cwd, split: 'test', fit: 'crop' },
      io,
    );
    expect(across((await dataset.read([0])).values, 1)).toBe(16);
    const loaded = { spec: model.file.spec } as Parameters<typeof readPicture>[1];
    const one = await readPicture('test/1.png', loaded, { cwd, fit: 'crop' });
    expect(across(one.pixels, 255)).toBe(16);
    expect(across((await readPicture('test/1.png', loaded, { cwd })).pixels, 255)).toBeLessThan(8);
  });
});

function writeConfig(folder: string, recipe: RunConfig['recipe']): void {
  const data = { id: 'a/train', fingerprint: '0'.repeat(64), size: 1 };
  const config: RunConfig = {
    format: 'speil-run',
    formatVersion: 1,
    recipe,
    data: { name: 'mnist-10k', train: data, validation: null },
    engine: 'auto',
    created: '',
    speil: '',
  };
  fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
}
