/** Tests downloads from a server on this machine. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { namedDatasets, type IdxDataset } from './catalogue.js';
import { emptyFolder, idx, range } from '../testing/datasets.js';
import { fetchDataset } from './fetch.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

describe('the download of a dataset', () => {
  const files = new Map<string, Buffer>();
  let server: Server;
  let baseUrl: string;
  let requests: { url: string; range: string | undefined }[] = [];
  let cutAfter: number | undefined;
  const kmnist = namedDatasets.find(({ name }) => name === 'kmnist') as IdxDataset;
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

  it('checks and keeps the four files, and reports progress', async () => {
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

  it('resumes an interrupted download', async () => {
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
    ['larger than any file can be', 2 ** 31 + 9, 'undefined'],
    ['larger than the file', 5000, 'bytes=5000-'],
  ])('starts again from the beginning if the partial file is %s', async (_name, size, range) => {
    const part = join(dir, 'kmnist', 'train-images-idx3-ubyte.gz.part');
    await mkdir(join(dir, 'kmnist'));
    await writeFile(part, '');
    await truncate(part, size);
    const folder = await fetchDataset('kmnist', { dir, baseUrl });
    expect(String(requests[0]!.range)).toBe(range);
    expect((await readdir(folder)).length).toBe(4);
  });

  it('does not keep a file with a wrong checksum', async () => {
    const name = '/train-labels-idx1-ubyte.gz';
    const good = files.get(name)!;
    files.set(name, gzipSync('something else'));
    await expect(fetchDataset('kmnist', { dir, baseUrl })).rejects.toMatchObject({
      code: 'corrupt',
    });
    expect(await readdir(join(dir, 'kmnist'))).toEqual(['train-images-idx3-ubyte.gz']);
    files.set(name, good);
  });

  it('reports the server’s answer, or that the server could not be reached', async () => {
    await expect(fetchDataset('kmnist', { dir, baseUrl: `${baseUrl}nowhere/` })).rejects.toThrow(
      /answered 404/u,
    );
    await expect(fetchDataset('kmnist', { dir, baseUrl: 'http://127.0.0.1:9/' })).rejects.toThrow(
      /could not be reached/u,
    );
  });

  it('stops when it is aborted', async () => {
    const signal = AbortSignal.abort();
    await expect(fetchDataset('kmnist', { dir, baseUrl, signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  it('is refused for the embedded digits, and reports how to get EMNIST', async () => {
    await expect(fetchDataset('mnist-10k', { dir })).rejects.toThrow(/nothing to fetch/u);
    await expect(fetchDataset('shapes', { dir })).rejects.toThrow(/generated; there is nothing/u);
    await expect(fetchDataset('emnist-digits', { dir })).rejects.toThrow(/gzip\.zip/u);
  });
});
