/** Folders of pictures with a table of labels, valid and invalid. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { datasetContract } from '@speil/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { greyPng } from '../testing/parquet.js';
import { inspectDataset, openDataset } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

/** Writes pictures whose grey value is their place in the list. */
async function pictures(names: readonly string[]): Promise<void> {
  for (const [i, name] of names.entries()) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), greyPng(i));
  }
}
const table = (text: string, name = 'labels.csv') => writeFile(join(dir, name), text);
const open = (split: 'train' | 'test' = 'train') => openDataset(dir, { split, shape: [4, 4, 1] });

/** The class of each picture by its grey value. */
async function classesOf(split: 'train' | 'test' = 'train'): Promise<Record<number, string>> {
  const dataset = await open(split);
  const { size, labels, classNames } = dataset;
  const { values } = await dataset.read(Array.from({ length: size }, (_, i) => i));
  return Object.fromEntries(
    Array.from(labels!, (label, i) => [Math.round(values[16 * i]! * 255), classNames![label]!]),
  );
}

// Both parts, so that no tenth is held out.
const both = ['train/a.png', 'train/b.png', 'train/c.png', 'test/d.png'];

describe('a folder with a table of labels', () => {
  it.each([
    ['labels.csv', 'file_name,label\ntrain/a.png,dog\ntrain/b.png,cat\ntrain/c.png,dog\n'],
    ['metadata.csv', '\uFEFFid,image,class\n1,a.png,dog\n2,b.png,cat\n3,"c.png",dog\r\n'],
    ['attributes.csv', 'path;colour\na.png; dog\nb.png;cat\nc.png;dog\n\n'],
    [
      'metadata.jsonl',
      '{"file_name": "train/a.png", "label": "dog"}\n{"file_name": "train/b.png", "label": "cat"}\n{"file_name": "train/c.png", "label": "dog"}\n',
    ],
  ])('%s has the classes of its column', async (name, text) => {
    await pictures(both);
    await table(text, name);
    expect(await classesOf()).toEqual({ 0: 'dog', 1: 'cat', 2: 'dog' });
    expect((await open()).description).toMatch(
      new RegExp(`labels from (label|class|colour) in ${name.replace('.', '\\.')}`, 'u'),
    );
  });

  it('may have a table in the folder of each part, as in Hugging Face’s ImageFolder', async () => {
    await pictures(both);
    await table(
      '{"file_name": "a.png", "label": 10}\n{"file_name": "b.png", "label": 9}',
      'train/metadata.jsonl',
    );
    await table('{"file_name": "d.png", "label": 9}', 'test/metadata.jsonl');
    // Numeric classes are ordered by value and are the same in both parts. Picture c has no row.
    expect((await open()).classNames).toEqual(['9', '10']);
    expect(await classesOf()).toEqual({ 0: '10', 1: '9' });
    expect(await classesOf('test')).toEqual({ 3: '9' });
    expect((await open()).description).toMatch(/1 without a row left out$/u);
  });

  it('without parts has a tenth held out', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `${i}.png`);
    await pictures(names);
    await table(`file,label\n${names.map((name, i) => `${name},${i % 2}`).join('\n')}`);
    const [train, test] = [await classesOf('train'), await classesOf('test')];
    expect(Object.keys({ ...train, ...test })).toHaveLength(40);
    for (const [value, name] of Object.entries(train)) expect(name).toBe(String(Number(value) % 2));
  });

  it('takes the first other column with at most 256 values', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `train/${i}.png`);
    await pictures([...names, 'test/a.png']);
    const rows = names.map((name, i) => `${i},${name},${i % 3}`);
    await table(`id,image,kind\n${rows.join('\n')}\ntest,test/a.png,1\n`);
    const train = await open();
    expect([train.size, train.classNames]).toEqual([300, ['0', '1', '2']]);
  });

  it('without such a column has no labels, and its description reports it', async () => {
    await pictures(both);
    await table('file\na.png\nb.png\nc.png\nd.png\n');
    const train = await open();
    expect([train.size, train.labels]).toEqual([3, undefined]);
    expect(train.description).toMatch(/labels\.csv has no column of at most 256 labels$/u);
  });

  it('is inspected', async () => {
    await pictures(both);
    await table('file,label\na.png,dog\nb.png,cat\nc.png,dog\nd.png,cat\n');
    expect(await inspectDataset(dir)).toMatchObject({ count: 3, classes: 2, width: 4 });
  });

  it.each([
    [
      'no column of files',
      'name,label\na.png,dog\n',
      /must have a column of file names: file_name, .* Received: name, label\./u,
    ],
    ['no row', '', /must have a column of file names.* Received: no row\./u],
    [
      'rows of several lengths',
      'file,label\na.png\n',
      /labels\.csv is not a table of CSV: Invalid Record Length/u,
    ],
    ['an open quote', 'file,label\n"a.png,dog\n', /is not a table of CSV: Quote Not Closed/u],
    [
      'an endless record',
      `file,label\n"${'a'.repeat(2 ** 17)}`,
      /is not a table of CSV: Max Record Size/u,
    ],
    [
      'two labels for a picture',
      'file,label\na.png,dog\na.png,cat\n',
      /must name one label for each picture\. Received: dog and cat for a\.png\./u,
    ],
    [
      'none of the pictures',
      'file,label\n../secret.png,dog\n',
      /must name the pictures beside it, such as train.a\.png\. Received: \.\.\/secret\.png\./u,
    ],
  ])('that has %s is refused in one line', async (_name, text, reason) => {
    await pictures(both);
    await table(text);
    const error = await open().catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toMatch(reason);
    expect((error as Error).message).not.toContain('\n');
  });

  it('with invalid JSON lines is refused with an error that names the line', async () => {
    await pictures(both);
    await table('{"file_name": "a.png"}\n[1]\n', 'metadata.jsonl');
    await expect(open()).rejects.toThrow(/metadata\.jsonl line 2 is not valid/u);
    await table('{"file_name": "a.png"}\n{"file', 'metadata.jsonl');
    await expect(open()).rejects.toThrow(/metadata\.jsonl line 2/u);
  });
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speil-labelled-'));
  const names = Array.from({ length: 20 }, (_, i) => `${i}.png`);
  for (const [i, name] of names.entries()) await writeFile(join(folder, name), greyPng(i));
  const rows = names.map((name, i) => `${name},${i % 3}`);
  await writeFile(join(folder, 'labels.csv'), `file,label\n${rows.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

datasetContract('of a folder with a table', () =>
  openDataset(folder, { split: 'train', shape: [4, 4, 1] }),
);
