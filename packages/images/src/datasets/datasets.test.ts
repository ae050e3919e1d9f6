import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { datasetContract } from '@speil/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../pictures/png.js';
import { namedDatasets } from './catalogue.js';
import { fetchDataset } from './fetch.js';
import { dataFolders, findDataset } from './find.js';
import { readIdx } from './idx.js';
import { isHere, openDataset } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'speil-images-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const idx = (shape: readonly number[], data: readonly number[]): Buffer => {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 | shape.length);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(data)]);
};
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i % 251);

/** A dataset of four and two images of 2 x 3 pixels. */
async function writeSet(folder: string, prefix = '', pack = gzipSync): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [part, count] of [
    ['train', 4],
    ['t10k', 2],
  ] as const) {
    await writeFile(
      join(folder, `${prefix}${part}-images-idx3-ubyte.gz`),
      pack(idx([count, 2, 3], range(count * 6))),
    );
    await writeFile(
      join(folder, `${prefix}${part}-labels-idx1-ubyte.gz`),
      pack(idx([count], range(count))),
    );
  }
}

datasetContract('the embedded digits', () => openDataset('mnist-10k', { split: 'train' }));
datasetContract('the embedded digits, limited', () =>
  openDataset('mnist-10k', { split: 'test', limit: 100 }),
);

describe('the embedded digits', () => {
  it('are 9,000 to train and 1,000 held out, with the digits known of MNIST', async () => {
    const train = await openDataset('mnist-10k', { split: 'train' });
    const test = await openDataset('mnist-10k', { split: 'test' });
    expect([train.size, test.size]).toEqual([9000, 1000]);
    // MNIST's training labels begin 5 0 4 1 9 2 1 3 1 4.
    expect([...train.labels!.slice(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  });
});

describe('IDX', () => {
  it('is read plain and gzipped', async () => {
    const bytes = idx([2, 1, 2], [1, 2, 3, 4]);
    await writeFile(join(dir, 'plain'), bytes);
    await writeFile(join(dir, 'packed'), gzipSync(bytes));
    for (const name of ['plain', 'packed']) {
      const { shape, data } = await readIdx(join(dir, name), 3);
      expect([shape, [...data]]).toEqual([
        [2, 1, 2],
        [1, 2, 3, 4],
      ]);
    }
  });

  const whole = idx([2, 2, 2], range(8));
  const cases: [string, Buffer, RegExp][] = [
    [
      'is truncated',
      whole.subarray(0, 20),
      /claims shape \[2, 2, 2\], 8 bytes; the file can hold at most 4/u,
    ],
    [
      'is truncated inside gzip',
      gzipSync(whole.subarray(0, 20)),
      /is truncated: its header says shape \[2, 2, 2\], 8 bytes, and 4 came/u,
    ],
    [
      'is cut in the middle of its gzip stream',
      gzipSync(
        Buffer.from(Array.from({ length: 5000 }, () => Math.floor(Math.random() * 256))),
      ).subarray(0, 3000),
      /truncated|not an IDX|claims/u,
    ],
    [
      'claims four billion images',
      idx([4_000_000_000, 28, 28], [1]),
      /claims shape \[4000000000, 28, 28\]/u,
    ],
    [
      'claims more than gzip can pack',
      gzipSync(idx([1000, 1000, 1000], range(100))),
      /claims shape \[1000, 1000, 1000\]/u,
    ],
    [
      'holds more than it says',
      gzipSync(Buffer.concat([whole, Buffer.alloc(9)])),
      /holds more than its header says/u,
    ],
    [
      'claims images without pixels',
      idx([4_000_000_000, 0, 28], []),
      /height and width must be at least 1. Received: shape \[4000000000, 0, 28\]/u,
    ],
    ['is a label file', idx([9], range(9)), /must begin with 0x00000803. Received: 0x00000801/u],
    ['is empty', Buffer.alloc(0), /it holds 0 bytes, less than a header/u],
    ['is text', Buffer.from('hello, this is no dataset at all'), /must begin with 0x00000803/u],
  ];
  it.each(cases)('that %s is refused in one line', async (_name, bytes, message) => {
    await writeFile(join(dir, 'bad'), bytes);
    const error = await readIdx(join(dir, 'bad'), 3).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid-file' });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  it('that inflates without end is cut off at what its header says', async () => {
    const bomb = gzipSync(Buffer.concat([idx([1, 1, 1], [7]), Buffer.alloc(50_000_000)]));
    await writeFile(join(dir, 'bomb'), bomb);
    await expect(readIdx(join(dir, 'bomb'), 3)).rejects.toThrow(/holds more than its header says/u);
  });

  it('that holds what its header says, but more than a gigabyte, is refused before it is read', async () => {
    // All of EMNIST by class, 814,255 x 784 bytes, is below the limit; twice as much is not.
    await writeFile(join(dir, 'huge'), idx([1_628_510, 28, 28], []));
    await truncate(join(dir, 'huge'), 16 + 1_628_510 * 784);
    await expect(readIdx(join(dir, 'huge'), 3)).rejects.toThrow(/can hold at most 1073741824\.$/u);
  });

  it('that is not there is said to be not there', async () => {
    await expect(readIdx(join(dir, 'nowhere'), 3)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a named dataset', () => {
  it('is found in the folder asked for, in a subfolder of its name, and by SPEIL_DATA', async () => {
    await writeSet(join(dir, 'kmnist'));
    expect((await openDataset('kmnist', { split: 'train', dir })).size).toBe(4);
    expect((await openDataset('kmnist', { split: 'test', dir: join(dir, 'kmnist') })).size).toBe(2);
    expect(await isHere('kmnist', { env: { SPEIL_DATA: dir } })).toBe(true);
    expect(
      await isHere('kmnist', { env: { SPEIL_DATA: join(dir, 'other'), XDG_CACHE_HOME: dir } }),
    ).toBe(false);
  });

  it('is looked for in the folder asked for, SPEIL_DATA, the cache and the system, in this order', async () => {
    const env = { SPEIL_DATA: join(dir, 'data'), XDG_CACHE_HOME: join(dir, 'cache') };
    const places = [env.SPEIL_DATA, join(dir, 'cache', 'speil', 'data'), '/usr/share/datasets'];
    expect(dataFolders({ env })).toEqual(places);
    const asked = join(dir, 'asked');
    expect(dataFolders({ dir: asked, env })).toEqual([asked, ...places]);
    expect(dataFolders({ dir: env.SPEIL_DATA, env })).toEqual(places);
    await writeSet(join(env.SPEIL_DATA, 'kmnist'));
    expect((await openDataset('kmnist', { split: 'train', dir: asked, env })).size).toBe(4);
  });

  it('that is not here says where it was looked for and how to get it', async () => {
    const env = { XDG_CACHE_HOME: dir };
    await expect(openDataset('kmnist', { split: 'train', dir, env })).rejects.toThrow(
      `Dataset kmnist was not found in ${dir}, ${join(dir, 'speil', 'data')}, /usr/share/datasets. Run: speil data fetch kmnist`,
    );
  });

  it('of EMNIST is turned upright', async () => {
    await writeSet(dir, 'emnist-digits-');
    const rows = await (await openDataset('emnist-digits', { split: 'train', dir })).read([0]);
    // Stored 2 x 3 as columns of the picture: pixel (y, x) is byte x * height + y.
    expect([...rows.values].map((v) => Math.round(v * 255))).toEqual([0, 2, 4, 1, 3, 5]);
  });

  it('with a label beyond its classes is refused', async () => {
    await writeSet(dir);
    await writeFile(join(dir, 't10k-labels-idx1-ubyte.gz'), gzipSync(idx([2], [1, 200])));
    await expect(openDataset('kmnist', { split: 'test', dir })).rejects.toThrow(
      /holds label 200; kmnist has 10 classes/u,
    );
  });

  it('with more images than labels is refused', async () => {
    await writeSet(dir);
    await writeFile(join(dir, 'train-labels-idx1-ubyte.gz'), gzipSync(idx([3], [1, 2, 3])));
    await expect(openDataset('kmnist', { split: 'train', dir })).rejects.toThrow(
      /holds 4 images, .* 3 labels/u,
    );
  });

  it('that nobody knows gets the nearest names', async () => {
    await expect(openDataset('mnits', { split: 'train' })).rejects.toThrow(
      /Unknown dataset 'mnits'. Did you mean mnist/u,
    );
  });
});

describe('MNIST and its kin on this machine', () => {
  const shared = new URL('../../../../../shared/data/', import.meta.url);
  it.skipIf(!existsSync(shared))('has the published sums and sizes (shared MNIST)', async () => {
    const mnist = await openDataset('mnist', {
      split: 'test',
      dir: new URL('mnist/', shared).pathname,
    });
    expect(mnist.size).toBe(10_000);
    expect([...mnist.labels!.slice(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    // Fashion-MNIST has the same file names: MNIST's folder is not taken for it.
    const fashion = namedDatasets.find(({ name }) => name === 'fashion-mnist')!;
    const found = await findDataset(fashion, { dir: new URL('mnist/', shared).pathname });
    expect(found?.['train-images'] ?? '').not.toContain(shared.pathname);
  });

  const fashion = '/usr/share/datasets/fashion-mnist';
  it.skipIf(!existsSync(fashion))('has Fashion-MNIST from the system package', async () => {
    const clothes = await openDataset('fashion-mnist', { split: 'test' });
    expect([clothes.size, clothes.classNames![clothes.labels![0]!]]).toEqual([
      10_000,
      'ankle boot',
    ]);
  });
});

describe('a folder of pictures', () => {
  const grey = (value: number, side = 4) =>
    encodePng({
      width: side,
      height: side,
      channels: 1,
      pixels: new Uint8Array(side * side).fill(value),
    });

  it('has a class a subfolder, one size, and splits that do not overlap', async () => {
    for (const label of ['cat', 'dog']) {
      await mkdir(join(dir, label));
      for (let i = 0; i < 20; i++)
        await writeFile(join(dir, label, `${i}.png`), grey(label === 'cat' ? 51 : 204, 4 + i));
    }
    const open = (split: 'train' | 'test') => openDataset(dir, { split, shape: [6, 6, 1] });
    const [train, test] = [await open('train'), await open('test')];
    expect(train.size + test.size).toBe(40);
    expect(test.size).toBeGreaterThan(0);
    expect(train.classNames).toEqual(['cat', 'dog']);
    const batch = await train.read([0, train.size - 1]);
    expect(batch.shape).toEqual([2, 6, 6, 1]);
    expect([batch.values[0], batch.values.at(-1)]).toEqual([Math.fround(0.2), Math.fround(0.8)]);
  });

  it('uses train and test subfolders as they are', async () => {
    for (const [split, count] of [
      ['train', 3],
      ['test', 2],
    ] as const) {
      await mkdir(join(dir, split));
      for (let i = 0; i < count; i++) await writeFile(join(dir, split, `${i}.png`), grey(i));
    }
    expect((await openDataset(dir, { split: 'train', shape: [4, 4, 1] })).size).toBe(3);
    expect((await openDataset(dir, { split: 'test', shape: [4, 4, 1] })).size).toBe(2);
  });

  it('names the file that is no PNG', async () => {
    await writeFile(join(dir, 'a.png'), 'not a picture, whatever the name of the file may say');
    await writeFile(join(dir, 'b.png'), 'nor is this one, which lies in the other split perhaps');
    const open = async (): Promise<void> => {
      await openDataset(dir, { split: 'train', shape: [4, 4, 1] });
      await openDataset(dir, { split: 'test', shape: [4, 4, 1] });
    };
    await expect(open()).rejects.toThrow(/[ab]\.png is not a PNG file/u);
  });

  it('that holds none says so', async () => {
    await expect(openDataset(dir, { split: 'train' })).rejects.toThrow(
      /holds no PNG files .* in it, or in its subfolders, one a class\.$/u,
    );
    await mkdir(join(dir, 'letters', 'a'), { recursive: true });
    await writeFile(join(dir, 'letters', 'a', '1.png'), grey(1));
    await expect(openDataset(dir, { split: 'train' })).rejects.toThrow(
      /Folders inside those are not read; move the pictures up\.$/u,
    );
  });

  it('follows links to pictures and folders, and passes over one that leads nowhere', async () => {
    const [pictures, links] = [join(dir, 'pictures'), join(dir, 'links')];
    await mkdir(join(pictures, 'cat'), { recursive: true });
    await mkdir(join(links, 'dog'), { recursive: true });
    for (let i = 0; i < 5; i++) await writeFile(join(pictures, 'cat', `${i}.png`), grey(i));
    await symlink(join(pictures, 'cat'), join(links, 'cat'));
    await symlink(join(pictures, 'cat', '0.png'), join(links, 'dog', '0.png'));
    await symlink(join(dir, 'nowhere'), join(links, 'dog', '1.png'));
    const found = await openDataset(links, { split: 'train', shape: [4, 4, 1] });
    expect([found.size, found.classNames]).toEqual([6, ['cat', 'dog']]);
  });

  it('says that a part is empty instead of giving none', async () => {
    await writeFile(join(dir, '1.png'), grey(1));
    await expect(openDataset(dir, { split: 'test', shape: [4, 4, 1] })).rejects.toThrow(
      /has nothing in its test part: of its 1 pictures a tenth/u,
    );
  });

  it('is called by its name alone, wherever it lies', async () => {
    await mkdir(join(dir, 'letters'));
    await writeFile(join(dir, 'letters', '1.png'), grey(1));
    const letters = await openDataset(`${join(dir, 'letters')}/.`, {
      split: 'train',
      shape: [4, 4, 1],
    });
    expect(letters.id).toBe('letters/train');
  });
});

describe('fetching a dataset', () => {
  const files = new Map<string, Buffer>();
  let server: Server;
  let baseUrl: string;
  let requests: { url: string; range: string | undefined }[] = [];
  let cutAfter: number | undefined;
  const kmnist = namedDatasets.find(({ name }) => name === 'kmnist')!;
  const published = structuredClone(kmnist.download!.md5);

  beforeAll(async () => {
    for (const part of Object.keys(published) as (keyof typeof published)[]) {
      const bytes = gzipSync(idx([50, 2, 3], range(300)));
      files.set(`/${part}-${part.endsWith('images') ? 'idx3' : 'idx1'}-ubyte.gz`, bytes);
      Object.assign(kmnist.download!.md5[part], {
        gzip: createHash('md5').update(bytes).digest('hex'),
      });
    }
    server = createServer((request, response) => {
      const bytes = files.get(request.url!);
      requests.push({ url: request.url!, range: request.headers.range });
      if (bytes === undefined) {
        response.writeHead(request.url === '/moved' ? 302 : 404, { location: '/elsewhere' }).end();
        return;
      }
      const from = Number(/bytes=(\d+)-/u.exec(request.headers.range ?? '')?.[1] ?? 0);
      if (from >= bytes.length) {
        response.writeHead(416).end();
        return;
      }
      const rest = bytes.subarray(from);
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length });
      if (cutAfter === undefined) response.end(rest);
      else response.write(rest.subarray(0, cutAfter), () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    Object.assign(kmnist.download!.md5, published);
    server.close();
  });
  beforeEach(() => {
    requests = [];
    cutAfter = undefined;
  });

  it('downloads, checks and keeps the four files, with progress', async () => {
    const progress: number[] = [];
    const folder = await fetchDataset('kmnist', {
      dir,
      baseUrl,
      onProgress: ({ received }) => progress.push(received),
    });
    expect((await readdir(folder)).sort()).toEqual(
      [...files.keys()].map((name) => name.slice(1)).sort(),
    );
    expect(progress.at(-1)).toBe([...files.values()].at(-1)!.length);
    requests = [];
    await fetchDataset('kmnist', { dir, baseUrl });
    expect(requests).toEqual([]);
  });

  it('goes on where it broke off', async () => {
    cutAfter = 30;
    await expect(fetchDataset('kmnist', { dir, baseUrl })).rejects.toThrow(
      /broke off after 30 bytes/u,
    );
    cutAfter = undefined;
    requests = [];
    const folder = await fetchDataset('kmnist', { dir, baseUrl });
    expect(requests[0]).toEqual({ url: '/train-images-idx3-ubyte.gz', range: 'bytes=30-' });
    expect(await readFile(join(folder, 'train-images-idx3-ubyte.gz'))).toEqual(
      files.get('/train-images-idx3-ubyte.gz'),
    );
  });

  it.each([
    ['as large as no file is', 2 ** 31 + 9, 'undefined'],
    ['larger than the file', 5000, 'bytes=5000-'],
  ])('starts over where what is here is %s', async (_name, size, range) => {
    const part = join(dir, 'kmnist', 'train-images-idx3-ubyte.gz.part');
    await mkdir(join(dir, 'kmnist'));
    await writeFile(part, '');
    await truncate(part, size);
    const folder = await fetchDataset('kmnist', { dir, baseUrl });
    expect(String(requests[0]!.range)).toBe(range);
    expect((await readdir(folder)).length).toBe(4);
  });

  it('keeps nothing of a file whose sum is wrong', async () => {
    const name = '/train-labels-idx1-ubyte.gz';
    const good = files.get(name)!;
    files.set(name, gzipSync('something else'));
    await expect(fetchDataset('kmnist', { dir, baseUrl })).rejects.toMatchObject({
      code: 'corrupt',
    });
    expect(await readdir(join(dir, 'kmnist'))).toEqual(['train-images-idx3-ubyte.gz']);
    files.set(name, good);
  });

  it('says what the server answered, or that it could not be reached', async () => {
    await expect(fetchDataset('kmnist', { dir, baseUrl: `${baseUrl}nowhere/` })).rejects.toThrow(
      /answered 404/u,
    );
    await expect(fetchDataset('kmnist', { dir, baseUrl: 'http://127.0.0.1:9/' })).rejects.toThrow(
      /could not be reached/u,
    );
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    await expect(fetchDataset('kmnist', { dir, baseUrl, signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  it('has nothing to fetch for the embedded digits and says how to get EMNIST', async () => {
    await expect(fetchDataset('mnist-10k', { dir })).rejects.toThrow(/nothing to fetch/u);
    await expect(fetchDataset('emnist-digits', { dir })).rejects.toThrow(/gzip\.zip/u);
  });
});
