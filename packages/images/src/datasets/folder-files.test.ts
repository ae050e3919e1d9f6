/** Tests which part and which class each picture of a folder belongs to. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../pictures/png.js';
import { emptyFolder } from '../testing/datasets.js';
import { openDataset, type OpenOptions } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

const grey = encodePng({ width: 2, height: 2, channels: 1, pixels: new Uint8Array(4) });

/** Creates the pictures `0.png`, `1.png` and so on in folders. */
async function write(folders: Readonly<Record<string, number>>): Promise<void> {
  for (const [folder, count] of Object.entries(folders)) {
    await mkdir(join(dir, folder), { recursive: true });
    for (let i = 0; i < count; i++) await writeFile(join(dir, folder, `${i}.png`), grey);
  }
}
const open = (split: OpenOptions['split'] = 'train') =>
  openDataset(dir, { split, shape: [2, 2, 1] });
const sizes = async (): Promise<string[]> =>
  Promise.all(
    (['train', 'validation', 'test'] as const).map(async (split) => {
      const { id, size } = await open(split);
      return `${id.split('/').at(-1)} ${size}`;
    }),
  );

describe('the classes of a folder', () => {
  it('have the same number in all parts, even if a part lacks a class, and the difference is reported', async () => {
    await write({ 'train/a': 1, 'train/b': 1, 'train/c': 1, 'test/b': 2, 'test/c': 1 });
    const [train, test] = [await open(), await open('test')];
    expect([train.classNames, test.classNames]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect([...train.labels!]).toEqual([0, 1, 2]);
    expect([...test.labels!]).toEqual([1, 1, 2]);
    expect(train.description).toMatch(/; classes differ: test has no a$/u);
  });

  it('keep their numbers of the training part if the test part has additional classes', async () => {
    await write({ 'train/b': 1, 'train/c': 1, 'test/a': 1, 'test/b': 1, 'val/c': 1 });
    expect([...(await open()).labels!]).toEqual([1, 2]);
    expect([...(await open('test')).labels!]).toEqual([0, 1]);
    expect([...(await open('validation')).labels!]).toEqual([2]);
  });

  it('cause no remark if all parts have the same classes', async () => {
    await write({ 'train/a': 1, 'test/a': 1 });
    expect((await open()).description).toBe('2 pictures, 2x2, grey');
  });
});

describe('parts', () => {
  it.each([
    ['train and val', { 'train/a': 3, 'val/a': 2 }, ['train 3', 'validation 2', 'test 2']],
    [
      'train, val and test',
      { 'train/a': 3, 'val/a': 2, 'test/a': 1 },
      ['train 3', 'validation 2', 'test 1'],
    ],
    ['Train and Test', { 'Train/a': 3, 'Test/a': 1 }, ['train 3', 'test 1', 'test 1']],
    [
      'TRAINING, Validation and testing, without classes',
      { TRAINING: 3, Validation: 2, testing: 1 },
      ['train 3', 'validation 2', 'test 1'],
    ],
  ])('are %s', async (_name, folders, expected) => {
    await write(folders);
    expect(await sizes()).toEqual(expected);
  });

  it('include a held-out tenth if there is only train', async () => {
    await write({ 'train/a': 20, 'train/b': 20 });
    const [train, test] = [await open(), await open('test')];
    expect(train.classNames).toEqual(['a', 'b']);
    expect(train.size + test.size).toBe(40);
    expect(test.size).toBeGreaterThan(0);
  });

  it('do not exist if train is a class among others', async () => {
    await write({ train: 5, bus: 5, car: 5 });
    expect((await open()).classNames).toEqual(['bus', 'car', 'train']);
  });
});

describe('the files that macOS adds', () => {
  it('are ignored: ._ files, hidden files and the folder __MACOSX', async () => {
    await write({ a: 3, b: 3 });
    // AppleDouble: its magic number and version (RFC 1740, appendix B).
    const apple = Buffer.from('0005160700020000', 'hex');
    for (const name of ['a/._0.png', '._1.png', '__MACOSX/a/._0.png', '__MACOSX/0.png']) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), apple);
    }
    await write({ '.thumbnails': 2 });
    const train = await open();
    expect(train.description).toMatch(/^6 pictures, /u);
    expect(train.classNames).toEqual(['a', 'b']);
  });
});
