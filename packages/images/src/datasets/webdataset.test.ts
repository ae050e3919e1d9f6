/** WebDataset's archives, written in the tests. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetContract } from '@speil/testing';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { jpegFiles } from '../testing/jpeg.js';
import { greyPng } from '../testing/parquet.js';
import { inspectDataset, openDataset, type OpenOptions } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

type Members = Readonly<Record<string, string | Uint8Array>>;

async function tar(members: Members): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(members)) {
    archive.entry({ name }, Buffer.from(content));
  }
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Pictures of grey values from `from`, with their value as the class. */
const samples = (count: number, from = 0): Members =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i): [string, string | Uint8Array][] => [
      [`${from + i}.png`, greyPng(from + i)],
      [`${from + i}.cls`, String(from + i)],
    ]).flat(),
  );

const train = { split: 'train', shape: [4, 4, 1] } as const;

/** Writes archives, and one of the test part, so that no tenth is held out. */
async function written(...shards: readonly Members[]): Promise<void> {
  for (const [i, members] of shards.entries()) {
    await writeFile(join(dir, `train-00000${i}.tar`), await tar(members));
  }
  await writeFile(join(dir, 'test-000000.tar'), await tar(samples(1)));
}

async function opened(members: Members, options: Partial<OpenOptions> = {}) {
  await written(members);
  return openDataset(dir, { ...train, ...options });
}

async function valuesOf(path = dir, options: OpenOptions = train): Promise<number[]> {
  const dataset = await openDataset(path, options);
  const all = Array.from({ length: dataset.size }, (_, i) => i);
  const { values } = await dataset.read(all);
  return all.map((i) => Math.round(values[16 * i]! * 255));
}

describe('a folder of WebDataset’s archives', () => {
  it('has its pictures and their classes, across archives', async () => {
    await written(samples(3), samples(2, 3));
    const dataset = await openDataset(dir, train);
    expect([...dataset.labels!]).toEqual([0, 1, 2, 3, 4]);
    expect(await valuesOf()).toEqual([0, 1, 2, 3, 4]);
    expect((await openDataset(dir, { ...train, split: 'test' })).size).toBe(1);
  });

  it('may have the name of the dataset before the part', async () => {
    await writeFile(join(dir, 'digits-train-0000.tar'), await tar(samples(4)));
    await writeFile(join(dir, 'digits-val-0000.tar'), await tar(samples(2)));
    expect(await valuesOf()).toHaveLength(4);
    expect(await valuesOf(dir, { ...train, split: 'test' })).toHaveLength(2);
  });

  it('is read as pictures if there are some beside an archive', async () => {
    await mkdir(join(dir, 'train'));
    await mkdir(join(dir, 'test'));
    await writeFile(join(dir, 'train', '1.png'), greyPng(9));
    await writeFile(join(dir, 'test', '1.png'), greyPng(9));
    await writeFile(join(dir, 'pictures.tar'), await tar(samples(4)));
    expect(await valuesOf()).toEqual([9]);
  });
});

describe('an archive of WebDataset', () => {
  it('takes labels from JSON, pictures of any kind, folders and long names', async () => {
    const long = `${'a'.repeat(90)}/${'b'.repeat(90)}`;
    const dataset = await opened({
      'x/1.jpg': jpegFiles.baseline,
      'x/1.json': '{"label": 4, "caption": "a picture"}',
      [`${long}.cls`]: '2\n',
      [`${long}.PNG`]: greyPng(7),
      'x/2.txt': 'no sample',
    });
    expect([...dataset.labels!]).toEqual([4, 2]);
    const { values } = await dataset.read([1]);
    expect(values[0]).toBe(Math.fround(7 / 255));
  });

  it('may have no labels', async () => {
    const dataset = await opened({ 'a.png': greyPng(1), 'b.png': greyPng(2) });
    expect([dataset.size, dataset.labels]).toEqual([2, undefined]);
  });

  it('in which a label is missing is read without labels', async () => {
    const dataset = await opened({ ...samples(2), 'x.png': greyPng(3) });
    expect(dataset.labels).toBeUndefined();
    expect(dataset.description).toMatch(/such as none, left out$/u);
  });

  it('that is opened by its own path has a tenth held out', async () => {
    const path = join(dir, 'digits.tar');
    await writeFile(path, await tar(samples(60)));
    const [kept, held] = [await valuesOf(path), await valuesOf(path, { ...train, split: 'test' })];
    expect(held.length).toBeGreaterThan(0);
    expect([...kept, ...held].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, i) => i),
    );
  });

  it('skips and names pictures that cannot be read', async () => {
    const { size, skipped } = await opened({
      ...samples(2),
      'a.png': greyPng(1).subarray(0, 40),
      'b.jpg': 'no picture',
    });
    expect(size).toBe(2);
    expect(skipped).toEqual([
      { id: 'a.png', reason: expect.stringMatching(/^a\.png is truncated/u) },
      { id: 'b.jpg', reason: expect.stringMatching(/^b\.jpg is neither/u) },
    ]);
  });

  it('is inspected', async () => {
    await written(samples(5));
    expect(await inspectDataset(dir)).toMatchObject({ count: 5, width: 4, classes: 5 });
  });

  it.each([
    [
      'a class that is not a number',
      { '1.png': greyPng(1), '1.cls': 'cat' },
      /1\.cls must hold a class as a whole number\. Received: "cat"\./u,
    ],
    ['invalid JSON', { '1.png': greyPng(1), '1.json': '{' }, /1\.json/u],
    [
      'a large label',
      { '1.png': greyPng(1), '1.cls': ' '.repeat(2 ** 20 + 1) },
      /1\.cls has 1048577 bytes; at most 1048576 are read\./u,
    ],
    ['no picture', { '1.txt': 'a' }, /holds no picture that can be read\./u],
  ])('with %s is refused in one line', async (_name, members, reason) => {
    const error = await opened(members).catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toMatch(reason);
    expect((error as Error).message).not.toContain('\n');
  });

  it.each([
    ['truncated', (bytes: Buffer) => bytes.subarray(0, 700)],
    ['no archive', () => Buffer.alloc(2048, 7)],
  ])('that is %s is refused', async (_name, damage) => {
    const path = join(dir, 'a.tar');
    await writeFile(path, damage(await tar(samples(20))));
    await expect(openDataset(path, train)).rejects.toThrow(/a\.tar is a damaged archive: /u);
  });

  it('that became shorter after it was opened gives an error', async () => {
    await writeFile(join(dir, 'a.tar'), await tar(samples(40)));
    const dataset = await openDataset(join(dir, 'a.tar'), train);
    await writeFile(join(dir, 'a.tar'), '');
    await expect(async () => await dataset.read([0])).rejects.toThrow(/a\.tar is truncated/u);
  });
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speil-webdataset-'));
  await writeFile(join(folder, 'digits.tar'), await tar(samples(40)));
});
afterAll(() => rm(folder, { recursive: true }));

datasetContract('of WebDataset', () => openDataset(join(folder, 'digits.tar'), train));
