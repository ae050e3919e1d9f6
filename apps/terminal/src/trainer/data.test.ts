import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { recipeSchema, type Dataset } from '@speil/api';
import { encodePng } from '@speil/images';
import { describe, expect, it, onTestFinished } from 'vitest';
import { applySettings } from '../recipes/overrides.js';
import { findRecipe } from '../recipes/registry.js';
import { openData } from './data.js';

const request = { name: 'mnist-10k' };
const plain = await findRecipe('mnist-dense-vae', process.cwd(), () => undefined);

describe('the data of a run', () => {
  it('is augmented differently in each epoch for training, and unchanged for validation', async () => {
    const recipe = applySettings(plain, ['augmentation.shift=2', 'augmentation.brightness=.1']);
    const [before, after] = [await openData(request, plain), await openData(request, recipe)];
    const epoch = { epoch: 1 };
    const whole = await before.train.read([0, 1], epoch);
    const first = await after.train.read([0, 1], epoch);
    expect(first.values).not.toEqual(whole.values);
    expect((await after.train.read([0, 1], { epoch: 2 })).values).not.toEqual(first.values);
    expect((await after.validation!.read([0, 1], epoch)).values).toEqual(
      (await before.validation!.read([0, 1], epoch)).values,
    );
    expect(after.train.fingerprint).toBe(before.train.fingerprint);
  });

  it('can have held-out training examples for validation, without augmentation', async () => {
    const recipe = applySettings(plain, ['augmentation.shift=2']);
    // 50 to train on, and a tenth of the whole.
    const whole = await openData({ ...request, limit: 56, validation: 'part' }, plain);
    const { train, validation } = await openData(
      { ...request, limit: 50, validation: 0.1 },
      recipe,
    );
    expect([train.size, validation!.size]).toEqual([50, 6]);
    expect(new Set([train, validation!, whole.train].map((one) => one.fingerprint)).size).toBe(3);
    const rowsOf = async (dataset: Dataset): Promise<string[]> => {
      const { values } = await dataset.read(Array.from({ length: dataset.size }, (_, i) => i));
      return Array.from({ length: dataset.size }, (_, i) =>
        values.subarray(i * 784, (i + 1) * 784).join(),
      );
    };
    const [all, kept, held] = [
      await rowsOf(whole.train),
      await rowsOf(train),
      await rowsOf(validation!),
    ];
    expect([...kept, ...held].sort()).toEqual([...all].sort());
    const labelOf = new Map(all.map((row, i) => [row, whole.train.labels![i]]));
    expect([...validation!.labels!]).toEqual(held.map((row) => labelOf.get(row)));
    // Only training examples are augmented.
    const read = (dataset: Dataset) => dataset.read([0], { epoch: 1 });
    expect((await read(train)).values.join()).not.toBe(kept[0]);
    expect((await read(validation!)).values.join()).toBe(held[0]);
    const other = applySettings(plain, ['training.seed=2']);
    const again = await openData({ ...request, limit: 50, validation: 0.1 }, other);
    expect(again.validation!.fingerprint).not.toBe(validation!.fingerprint);
  });

  it('validates on a tenth of the training examples by default, of each class alike, and not on the test part', async () => {
    const { train, validation, validationShare } = await openData(request, plain);
    expect([train.size, validation!.size, validationShare]).toEqual([8100, 900, 0.1]);
    expect(validation!.id).toBe('mnist-10k/train');
    const share = (label: number): number => {
      const count = (part: Dataset): number =>
        Array.from(part.labels!).filter((one) => one === label).length;
      return count(validation!) / (count(train) + count(validation!));
    };
    for (let label = 0; label < 10; label++) expect(share(label)).toBeCloseTo(0.1, 2);
    const test = await openData({ ...request, validation: 'part' }, plain);
    expect([test.validation!.id, test.validationShare]).toEqual(['mnist-10k/test', null]);
  });

  it('is drawn from the whole dataset by the seed of the training if there is a limit', async () => {
    const labels = async (seed: number): Promise<string> => {
      const recipe = applySettings(plain, [`training.seed=${seed}`]);
      const { train, validation } = await openData({ ...request, limit: 30 }, recipe);
      expect([train.size, validation!.size]).toEqual([30, 4]);
      return train.labels!.join();
    };
    const one = await labels(1);
    expect(await labels(1)).toBe(one);
    expect(await labels(2)).not.toBe(one);
  });

  it('reports the unreadable files of both parts once, and that there is nothing to validate on', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-data-'));
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
    const pixels = new Uint8Array(4);
    const grey = encodePng({ width: 2, height: 2, channels: 1, pixels });
    for (const part of ['train', 'val']) {
      fs.mkdirSync(path.join(folder, part));
      for (const name of ['1.png', '2.png']) fs.writeFileSync(path.join(folder, part, name), grey);
      fs.writeFileSync(path.join(folder, part, '3.png'), grey.subarray(0, 40));
    }
    const notices = async (): Promise<string> =>
      (await openData({ name: folder }, plain)).notices.slice(1).join('\n');
    const name = path.basename(folder);
    expect(await notices()).toMatch(
      new RegExp(
        `^${name}: skipped 2 files that cannot be read: train/3\\.png, val/3\\.png\\. train/3\\.png is truncated.*\\.$`,
        'u',
      ),
    );
    for (const file of ['1.png', '2.png']) fs.rmSync(path.join(folder, 'val', file));
    expect(await notices()).toMatch(
      /\nNo validation: .* can be read\. The first of 1: val\/3\.png/u,
    );
  });

  it('cannot have an invalid augmentation', () => {
    expect(() => applySettings(plain, ['augmentation.crop=2'])).toThrow(
      /augmentation\.crop: .*Received: 2/u,
    );
    expect(recipeSchema.parse(plain)).not.toHaveProperty('augmentation');
  });
});
