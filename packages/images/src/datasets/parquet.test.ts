/** Parquet files of pictures, written in the tests in Hugging Face's layout. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetContract } from '@speil/testing';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { jpegFiles } from '../testing/jpeg.js';
import { greyPng, parquetFile, type ParquetOptions } from '../testing/parquet.js';
import { inspectDataset, openDataset, type OpenOptions } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

const count = (size: number): number[] => Array.from({ length: size }, (_, i) => i);
/** Pictures of grey values 0, 1, 2 and so on. */
const greys = (size: number): Uint8Array[] => count(size).map((i) => greyPng(i));
const train = { split: 'train', shape: [4, 4, 1] } as const;

async function written(options: ParquetOptions, name = 'train-00000-of-00001.parquet') {
  const path = join(dir, name);
  await writeFile(path, parquetFile(options));
  return path;
}

/** The grey value of each picture. */
async function valuesOf(path: string, options: OpenOptions = train): Promise<number[]> {
  const dataset = await openDataset(path, options);
  const { values } = await dataset.read(count(dataset.size));
  return count(dataset.size).map((i) => Math.round(values[16 * i]! * 255));
}

describe('a folder of Parquet files', () => {
  it('has its parts, its pictures, its labels and the names of its classes', async () => {
    const classNames = ['cat', 'dog', 'owl'];
    await written({ pictures: greys(5), labels: [2, 0, 1, 2, 0], classNames });
    await written(
      { pictures: greys(2), labels: [1, 1], classNames },
      'test-00000-of-00001.parquet',
    );
    const dataset = await openDataset(dir, train);
    expect([dataset.size, dataset.classNames]).toEqual([5, classNames]);
    expect([...dataset.labels!]).toEqual([2, 0, 1, 2, 0]);
    expect(dataset.description).toBe('5 pictures, 4x4, grey');
    expect(await valuesOf(dir)).toEqual([0, 1, 2, 3, 4]);
    expect((await openDataset(dir, { ...train, split: 'validation' })).id).toMatch(/\/test$/u);
  });

  it('may have several files per part, in a subfolder data, and several row groups', async () => {
    await mkdir(join(dir, 'data'));
    const [one, two] = [greys(6).slice(0, 4), greys(6).slice(4)];
    await written({ pictures: one, group: 3 }, join('data', 'train-00000-of-00002.parquet'));
    await written({ pictures: two }, join('data', 'train-00001-of-00002.parquet'));
    await written({ pictures: greys(1) }, join('data', 'validation-00000-of-00001.parquet'));
    expect(await valuesOf(dir)).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await openDataset(dir, { ...train, split: 'test' })).size).toBe(1);
  });

  it('without the requested part causes an error that names its files', async () => {
    await written({ pictures: greys(2) }, 'test-0.parquet');
    await expect(openDataset(dir, train)).rejects.toThrow(
      /has no \*\.parquet file for train\. Received: test-0\.parquet/u,
    );
  });

  it('has a tenth held out if there is only a part train, or no part', async () => {
    for (const name of ['train-00000-of-00001.parquet', 'digits.parquet']) {
      const path = await written({ pictures: greys(60) }, name);
      const [kept, held] = [
        await valuesOf(path),
        await valuesOf(path, { ...train, split: 'test' }),
      ];
      expect(held.length).toBeGreaterThan(0);
      expect([...kept, ...held].sort((a, b) => a - b)).toEqual(count(60));
    }
    await rm(join(dir, 'digits.parquet'));
    expect(await valuesOf(dir)).toEqual(await valuesOf(join(dir, 'train-00000-of-00001.parquet')));
  });
});

describe('a Parquet file', () => {
  // The names of the parts make every row belong to the part.
  const opened = async (options: ParquetOptions, more: Partial<OpenOptions> = {}) => {
    await written(options);
    await written({ pictures: greys(1) }, 'test-0.parquet');
    return openDataset(dir, { ...train, ...more });
  };

  it('may hold pictures as plain bytes, in a column of any name, and JPEG files', async () => {
    const pictures = [greyPng(7), jpegFiles.baseline];
    const dataset = await opened({ pictures, plain: true, column: 'img' });
    expect(dataset.size).toBe(2);
    expect(dataset.labels).toBeUndefined();
    expect((await dataset.read([0])).values[0]).toBe(Math.fround(7 / 255));
  });

  it('of pictures that exceed the memory is unpacked once to the cache', async () => {
    const env = { XDG_CACHE_HOME: join(dir, 'cache') };
    const streamed = await opened({ pictures: greys(9), group: 2 }, { memory: 10, env });
    expect(await streamed.read([8, 3])).toEqual(await (await openDataset(dir, train)).read([8, 3]));
    const [file] = await readdir(join(dir, 'cache', 'speil', 'data'));
    expect(file).toMatch(/^[0-9a-f]{64}-train\.pictures$/u);
    await openDataset(dir, { ...train, memory: 10, env });
    await writeFile(join(dir, 'cache', 'speil', 'data', file!), 'short');
    await expect(openDataset(dir, { ...train, memory: 10, env })).rejects.toThrow(
      /must have \d+ bytes\. Received: 5\. Delete it; it is written again\.$/u,
    );
  });

  it('skips and names pictures that cannot be read', async () => {
    const damaged = greyPng(3);
    damaged[45]! ^= 1;
    const pictures = [
      greyPng(0),
      greyPng(1).subarray(0, 40),
      Buffer.from('no picture'),
      damaged,
      jpegFiles.baseline.subarray(0, 300),
      undefined,
      greyPng(6),
    ];
    const dataset = await opened({ pictures, labels: count(7) });
    expect([dataset.size, [...dataset.labels!]]).toEqual([2, [0, 6]]);
    expect(dataset.skipped!.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^train-00000-of-00001\.parquet row 1 \(1\.png\) is truncated/u),
      expect.stringMatching(/row 2 .*neither a PNG file nor a JPEG file/u),
      expect.stringMatching(/row 3 .*is damaged: the checksum of its IDAT chunk/u),
      expect.stringMatching(/row 4 .*is truncated/u),
      expect.stringMatching(/row 5 .*neither/u),
    ]);
  });

  it('without a readable picture is refused with the first reason', async () => {
    await expect(opened({ pictures: [Buffer.from('a')] })).rejects.toThrow(
      /holds no picture that can be read\. The first of 1: train-00000/u,
    );
  });

  it('whose labels are missing, as in many test parts, is read without labels', async () => {
    const dataset = await opened({ pictures: greys(2), labels: [-1, -1], classNames: ['a'] });
    expect(dataset.labels).toBeUndefined();
    expect(dataset.description).toMatch(/not whole numbers from 0 to 255, such as -1, left out$/u);
  });

  it('with a label beyond its names is refused', async () => {
    const options = { pictures: greys(2), labels: [0, 2], classNames: ['a', 'b'] };
    await expect(opened(options)).rejects.toThrow(/holds label 2 and names 2 classes\./u);
  });

  it('is inspected by its first pictures', async () => {
    await opened({
      pictures: [greyPng(1, 8), greyPng(1, 16)],
      labels: [0, 1],
      classNames: ['a', 'b'],
    });
    expect(await inspectDataset(dir)).toEqual({
      count: 2,
      width: 16,
      height: 16,
      uniform: false,
      colour: false,
      classes: 2,
    });
  });

  it('with a limit is drawn from all of its rows', async () => {
    const limited = await opened({ pictures: greys(50) }, { limit: 5 });
    expect(limited.size).toBe(5);
    const values = await valuesOf(dir, { ...train, limit: 5 });
    expect(new Set(values).size).toBe(5);
    expect(values).not.toEqual(count(5));
  });
});

describe('a hostile Parquet file', () => {
  const opened = async (bytes: Uint8Array) => {
    const path = join(dir, 'a.parquet');
    await writeFile(path, bytes);
    return openDataset(path, train);
  };
  const sound = parquetFile({ pictures: greys(30) });

  it('that is not a Parquet file at all is refused', async () => {
    await expect(opened(Buffer.from('not a table'))).rejects.toThrow(
      /is not a Parquet file: it must end with PAR1\.$/u,
    );
    await expect(opened(Buffer.alloc(0))).rejects.toThrow(/is not a Parquet file/u);
  });

  it('with a footer larger than itself is refused', async () => {
    const bytes = Buffer.from(sound);
    bytes.writeUInt32LE(0xffffffff, bytes.length - 8);
    await expect(opened(bytes)).rejects.toThrow(/claims a footer of 4294967295 bytes/u);
  });

  it('without pictures is refused with its columns', async () => {
    const path = join(dir, 'a.parquet');
    const bytes = parquetWriteBuffer({
      columnData: [{ name: 'text', data: ['a', 'b'], type: 'STRING' }],
    });
    await writeFile(path, Buffer.from(bytes));
    await expect(openDataset(path, train)).rejects.toThrow(
      /must have a column of PNG or JPEG files.* Received: text\.$/u,
    );
  });

  it('with any changed byte gives an error of one line, or is read', async () => {
    for (let at = 4; at < sound.length; at += 7) {
      const bytes = Buffer.from(sound);
      bytes[at]! ^= 0xff;
      const result = await opened(bytes).catch((error: unknown) => error as Error);
      if (!(result instanceof Error)) continue;
      expect(result.constructor.name).toMatch(/^(InvalidFileError|NotFoundError)$/u);
      expect(result.message).not.toContain('\n');
    }
  });
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speil-parquet-'));
  const bytes = parquetFile({ pictures: greys(40), labels: count(40) });
  await writeFile(join(folder, 'digits.parquet'), bytes);
});
afterAll(() => rm(folder, { recursive: true }));

datasetContract('of a Parquet file', () => openDataset(join(folder, 'digits.parquet'), train));
