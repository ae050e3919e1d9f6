/** Tests the embedded digits and the named datasets: where they are searched, and their content. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { datasetContract } from '@speil/testing';
import { dataFolders } from '@speil/core/node';
import { beforeEach, describe, expect, it } from 'vitest';
import { namedDatasets, type IdxDataset } from './catalogue.js';
import { emptyFolder, idx, writeSet } from '../testing/datasets.js';
import { findDataset } from './find.js';
import { npyOfBytes, npz } from '../testing/numpy.js';
import { isHere, openDataset } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

datasetContract('the embedded digits', () => openDataset('mnist-10k', { split: 'train' }));
datasetContract('the embedded digits, limited', () =>
  openDataset('mnist-10k', { split: 'test', limit: 100 }),
);

describe('the embedded digits', () => {
  it('are 9,000 for training and 1,000 held out, and begin with the digits with which MNIST begins', async () => {
    const train = await openDataset('mnist-10k', { split: 'train' });
    const test = await openDataset('mnist-10k', { split: 'test' });
    expect([train.size, test.size]).toEqual([9000, 1000]);
    // MNIST's training labels begin 5 0 4 1 9 2 1 3 1 4.
    expect([...train.labels!.slice(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  });
});

datasetContract('generated shapes, limited', () =>
  openDataset('colour-shapes', { split: 'test', limit: 50 }),
);

describe('generated shapes', () => {
  it('can be opened by name, with the factors of the requested subset', async () => {
    const shapes = await openDataset('shapes', { split: 'train', limit: 50 });
    expect(shapes.factors!.values).toHaveLength(50 * 5);
    expect(await isHere('shapes')).toBe(true);
    // Other texts are paths, which are here if they exist. The datasets of music give the same answers.
    expect([await isHere('.'), await isHere('nowhere')]).toEqual([true, false]);
  });
});

describe('a limited draw from a named dataset', () => {
  it('is taken at random with a seed, and keeps the labels and factors of its examples', async () => {
    const whole = await openDataset('mnist-10k', { split: 'train' });
    const open = (seed?: number) =>
      openDataset('mnist-10k', { split: 'train', limit: 300, ...(seed && { seed }) });
    const [some, other] = [await open(), await open(1)];
    expect(some.labels!.join()).not.toBe(whole.labels!.slice(0, 300).join());
    expect(some.labels!.join()).not.toBe(other.labels!.join());
    expect(new Set([whole, some, other].map((set) => set.fingerprint)).size).toBe(3);
    // Find the index of each example in the whole dataset by its pixels. The labels must match.
    const keyOf = async (set: typeof whole, i: number) => (await set.read([i])).values.join();
    const places = new Map<string, number>();
    for (let i = 0; i < 9000; i++) places.set(await keyOf(whole, i), whole.labels![i]!);
    for (const i of [0, 1, 150, 299]) {
      expect(places.get(await keyOf(some, i))).toBe(some.labels![i]);
    }
    const shapes = await openDataset('shapes', { split: 'test', limit: 20 });
    const { values, names } = shapes.factors!;
    const kinds = Array.from({ length: 20 }, (_, i) => values[i * names.length]);
    expect(new Set(kinds).size).toBeGreaterThan(1);
  });

  it('contains every class of an array that is sorted by class', async () => {
    const sorted = Array.from({ length: 60 }, (_, i) => Math.floor(i / 20));
    const bytes = npz({
      x_train: npyOfBytes(
        [60, 1, 2],
        sorted.flatMap((label) => [label, 9]),
      ),
      y_train: npyOfBytes([60], sorted),
      x_test: npyOfBytes([1, 1, 2], [1, 2]),
    });
    await writeFile(join(dir, 'a.npz'), bytes);
    const some = await openDataset(join(dir, 'a.npz'), { split: 'train', limit: 10 });
    expect(new Set(some.labels)).toEqual(new Set([0, 1, 2]));
    const { values } = await some.read([0, 1, 2]);
    expect([0, 2, 4].map((at) => Math.round(values[at]! * 255))).toEqual([
      ...some.labels!.slice(0, 3),
    ]);
  });
});

describe('a named dataset', () => {
  it('is found in the requested folder, in a subfolder with its name, and in SPEIL_DATA', async () => {
    await writeSet(join(dir, 'kmnist'));
    expect((await openDataset('kmnist', { split: 'train', dir })).size).toBe(4);
    expect((await openDataset('kmnist', { split: 'test', dir: join(dir, 'kmnist') })).size).toBe(2);
    expect(await isHere('kmnist', { env: { SPEIL_DATA: dir } })).toBe(true);
    expect(
      await isHere('kmnist', { env: { SPEIL_DATA: join(dir, 'other'), XDG_CACHE_HOME: dir } }),
    ).toBe(false);
  });

  it('is searched in the requested folder, SPEIL_DATA, the cache and the system, in this order', async () => {
    const env = { SPEIL_DATA: join(dir, 'data'), XDG_CACHE_HOME: join(dir, 'cache') };
    const places = [env.SPEIL_DATA, join(dir, 'cache', 'speil', 'data'), '/usr/share/datasets'];
    expect(dataFolders({ env })).toEqual(places);
    const requested = join(dir, 'asked');
    expect(dataFolders({ dir: requested, env })).toEqual([requested, ...places]);
    expect(dataFolders({ dir: env.SPEIL_DATA, env })).toEqual(places);
    await writeSet(join(env.SPEIL_DATA, 'kmnist'));
    expect((await openDataset('kmnist', { split: 'train', dir: requested, env })).size).toBe(4);
  });

  it('is reported with the searched places and the command to download it if it is missing', async () => {
    const env = { XDG_CACHE_HOME: dir };
    await expect(openDataset('kmnist', { split: 'train', dir, env })).rejects.toThrow(
      `Dataset kmnist was not found in ${dir}, ${join(dir, 'speil', 'data')}, /usr/share/datasets. Run: speil data fetch kmnist`,
    );
  });

  it('is turned upright if it is EMNIST', async () => {
    await writeSet(dir, 'emnist-digits-');
    const rows = await (await openDataset('emnist-digits', { split: 'train', dir })).read([0]);
    // EMNIST stores the columns of a picture: pixel (y, x) is byte x * height + y.
    expect([...rows.values].map((v) => Math.round(v * 255))).toEqual([0, 2, 4, 1, 3, 5]);
  });

  it('is refused if it has a label that is not one of its classes', async () => {
    await writeSet(dir);
    await writeFile(join(dir, 't10k-labels-idx1-ubyte.gz'), gzipSync(idx([2], [1, 200])));
    await expect(openDataset('kmnist', { split: 'test', dir })).rejects.toThrow(
      /holds label 200; kmnist has 10 classes/u,
    );
  });

  it('is refused if it has more images than labels', async () => {
    await writeSet(dir);
    await writeFile(join(dir, 'train-labels-idx1-ubyte.gz'), gzipSync(idx([3], [1, 2, 3])));
    await expect(openDataset('kmnist', { split: 'train', dir })).rejects.toThrow(
      /holds 4 images, .* 3 labels/u,
    );
  });

  it('is distinguished in errors from a missing path, a single picture and another file', async () => {
    const open = (name: string) => openDataset(name, { split: 'train' });
    await expect(open('./nosuchdir')).rejects.toThrow(
      /^\.\/nosuchdir does not exist\. Give a dataset’s name \(see speil data\), a folder of IDX, PNG/u,
    );
    await writeFile(join(dir, 'a.png'), '');
    await expect(open(join(dir, 'a.png'))).rejects.toThrow(/is a single picture.*Name its folder/u);
    await writeFile(join(dir, 'a.txt'), '');
    await expect(open(join(dir, 'a.txt'))).rejects.toThrow('is a file of another kind. Give a');
  });

  it('is suggested if an unknown name is similar to its name', async () => {
    await expect(openDataset('mnits', { split: 'train' })).rejects.toThrow(
      /Unknown dataset 'mnits'. Did you mean 'mnist'/u,
    );
  });
});

describe('MNIST and similar datasets on this machine', () => {
  const shared = new URL('../../../../../shared/data/', import.meta.url);
  it.skipIf(!existsSync(shared))(
    'include MNIST with the published checksums and sizes (shared MNIST)',
    async () => {
      const mnist = await openDataset('mnist', {
        split: 'test',
        dir: new URL('mnist/', shared).pathname,
      });
      expect(mnist.size).toBe(10_000);
      expect([...mnist.labels!.slice(0, 5)]).toEqual([7, 2, 1, 0, 4]);
      // Fashion-MNIST has the same file names: MNIST's folder is not mistaken for it.
      const fashion = namedDatasets.find(({ name }) => name === 'fashion-mnist') as IdxDataset;
      const found = await findDataset(fashion, { dir: new URL('mnist/', shared).pathname });
      expect(found?.['train-images'] ?? '').not.toContain(shared.pathname);
    },
  );

  const fashion = '/usr/share/datasets/fashion-mnist';
  it.skipIf(!existsSync(fashion))('include Fashion-MNIST from the system package', async () => {
    const clothes = await openDataset('fashion-mnist', { split: 'test' });
    expect([clothes.size, clothes.classNames![clothes.labels![0]!]]).toEqual([
      10_000,
      'ankle boot',
    ]);
  });
});

describe('the values 0 and 1 in IDX files', () => {
  it('are read as black and white, as in binarised digits', async () => {
    await writeSet(dir);
    const pixels = Array.from({ length: 24 }, (_, i) => i % 2);
    await writeFile(join(dir, 'train-images-idx3-ubyte.gz'), gzipSync(idx([4, 2, 3], pixels)));
    const { values } = await (await openDataset(dir, { split: 'train' })).read([0]);
    expect([...values]).toEqual([0, 1, 0, 1, 0, 1]);
  });
});
