/**
 * Downloads, unpacks and reads CIFAR-10's binary version. A server on this machine provides the archives, which the
 * test creates.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { namedDatasets, type CifarDataset } from './catalogue.js';
import { cifarFiles } from './cifar-files.js';
import { emptyFolder } from '../testing/datasets.js';
import { fetchDataset } from './fetch.js';
import { isHere, openDataset } from './open.js';

const cifar = namedDatasets.find(({ name }) => name === 'cifar-10') as CifarDataset;
const published = cifar.download.md5;

/** Records of pictures in which red is the label, green the column and blue the row. */
function records(labels: readonly number[]): Buffer {
  return Buffer.concat(
    labels.map((label) => {
      const pixel = Array.from({ length: 1024 }, (_, i) => i);
      return Buffer.from([
        label,
        ...pixel.map(() => label),
        ...pixel.map((i) => i % 32),
        ...pixel.map((i) => Math.floor(i / 32)),
      ]);
    }),
  );
}

async function archive(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, bytes] of Object.entries(files)) tar.entry({ name }, bytes);
  tar.finalize();
  return gzipSync(await buffer(tar));
}

const contents = Object.fromEntries(
  cifarFiles.map((file, i) => [`cifar-10-batches-bin/${file}`, records([i, 9 - i])]),
);

describe('CIFAR-10', () => {
  let dir: string;
  let server: Server;
  let baseUrl: string;
  let served: Buffer = Buffer.alloc(0);
  let requests = 0;
  const serve = (bytes: Buffer): void => {
    served = bytes;
    Object.assign(cifar.download, { md5: createHash('md5').update(bytes).digest('hex') });
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      requests++;
      response.writeHead(request.url === '/cifar-10-binary.tar.gz' ? 200 : 404).end(served);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    Object.assign(cifar.download, { md5: published });
    server.close();
  });
  beforeEach(async () => {
    dir = await emptyFolder();
    requests = 0;
  });

  it('is downloaded only once, as one archive of which six files are kept', async () => {
    serve(
      await archive({
        ...contents,
        'cifar-10-batches-bin/readme.html': Buffer.from('x'),
        '../../outside.bin': Buffer.from('x'),
      }),
    );
    const folder = await fetchDataset('cifar-10', { dir, baseUrl });
    expect((await readdir(folder)).sort()).toEqual([...cifarFiles].sort());
    expect(await readdir(dir)).toEqual(['cifar-10']);
    await fetchDataset('cifar-10', { dir, baseUrl });
    expect(requests).toBe(1);
    expect(await isHere('cifar-10', { dir })).toBe(true);
  });

  it('is converted from colour planes to pixels, with its labels and their names', async () => {
    serve(await archive(contents));
    await fetchDataset('cifar-10', { dir, baseUrl });
    const train = await openDataset('cifar-10', { split: 'train', dir });
    const test = await openDataset('cifar-10', { split: 'test', dir });
    expect([train.size, test.size]).toEqual([10, 2]);
    expect([...train.labels!]).toEqual([0, 9, 1, 8, 2, 7, 3, 6, 4, 5]);
    expect(test.classNames![test.labels![0]!]).toBe('dog');
    const { shape, values } = await train.read([3]);
    expect(shape).toEqual([1, 32, 32, 3]);
    // The pixel in row 2 and column 5: red is the label, green the column and blue the row.
    const at = (2 * 32 + 5) * 3;
    expect([...values.subarray(at, at + 3)].map((v) => Math.round(v * 255))).toEqual([8, 5, 2]);
  });

  it('is not kept if the archive has a wrong checksum, and the error names missing files of an archive', async () => {
    serve(await archive(contents));
    Object.assign(cifar.download, { md5: published });
    await expect(fetchDataset('cifar-10', { dir, baseUrl })).rejects.toMatchObject({
      code: 'corrupt',
    });
    expect(await readdir(join(dir, 'cifar-10'))).toEqual([]);
    serve(await archive(Object.fromEntries(Object.entries(contents).slice(1))));
    await expect(fetchDataset('cifar-10', { dir, baseUrl })).rejects.toThrow(
      /lacks data_batch_1\.bin/u,
    );
    serve(gzipSync(Buffer.from('no archive at all, and shorter than a header of one')));
    await expect(
      fetchDataset('cifar-10', { dir: await emptyFolder(), baseUrl }),
    ).rejects.toMatchObject({
      code: 'invalid-file',
    });
  });

  it.each([
    [
      'cut in a record',
      Buffer.alloc(3000),
      /whole records of 3073 bytes, .* Received: 3000 bytes/u,
    ],
    ['with a label beyond ten', records([77]), /holds label 77; cifar-10 has 10 classes/u],
    ['that is empty', Buffer.alloc(0), /Received: 0 bytes/u],
  ])('is refused if it has a file %s', async (_name, bytes, message) => {
    await mkdir(join(dir, 'cifar-10'));
    for (const file of cifarFiles) await writeFile(join(dir, 'cifar-10', file), records([1]));
    await writeFile(join(dir, 'cifar-10', 'test_batch.bin'), bytes);
    await expect(openDataset('cifar-10', { split: 'test', dir })).rejects.toThrow(message);
  });

  it('is reported with the command to download it if it is missing', async () => {
    await expect(
      openDataset('cifar-10', { split: 'test', env: { XDG_CACHE_HOME: dir } }),
    ).rejects.toThrow(/Run: speil data fetch cifar-10$/u);
  });
});
