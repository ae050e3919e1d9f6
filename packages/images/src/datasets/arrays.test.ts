/** NumPy files as datasets, valid and invalid. */
import { mkdir, open as openFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetContract } from '@speil/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { npyFileHeader, parseNpyHeader } from './npy.js';
import { npy, numpyFiles, zip } from '../testing/numpy.js';
import { openDataset } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

/** Writes a file and opens it. */
async function opened(name: string, bytes: Uint8Array, split: 'train' | 'test' = 'train') {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return await openDataset(path, { split });
}

const images = (count: number): Buffer =>
  Buffer.concat([npyFileHeader([count, 4, 4, 3], 'u1'), Buffer.alloc(count * 48, 51)]);

const contract = join(tmpdir(), `speil-contract-${process.pid}.npy`);
afterAll(() => rm(contract, { force: true }));
datasetContract('npy', async () => {
  await writeFile(contract, images(40));
  return await openDataset(contract, { split: 'train' });
});

describe('a .npy file', () => {
  const whole = Buffer.alloc(96, 1);
  const entry = (descr: string, shape: string, order = 'False'): string =>
    `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

  it('is read as NumPy wrote it, with bytes and with big-endian doubles', async () => {
    for (const name of ['bytes', 'floats'] as const) {
      const train = await opened(`${name}.npy`, numpyFiles[name]);
      expect(train.shape).toEqual([2, 3, 1]);
      const { values } = await train.read([0]);
      expect([...values].map((value) => Math.round(value * 255))).toEqual([0, 10, 20, 30, 40, 50]);
    }
  });

  it('is read in half precision', async () => {
    // 0, .5 and 1 as half-precision numbers of IEEE 754.
    const halves = Buffer.from(Uint16Array.from([0, 0x3800, 0x3c00, 0]).buffer);
    const values = Buffer.concat(Array.from({ length: 40 }, () => halves));
    const train = await opened('half.npy', npy(entry('<f2', '(40, 2, 2)'), values));
    expect([...(await train.read([0])).values]).toEqual([0, 0.5, 1, 0]);
  });

  it('in colour is divided by index into parts that do not overlap', async () => {
    const [train, test] = [
      await opened('a.npy', images(200)),
      await opened('a.npy', images(200), 'test'),
    ];
    expect(train.shape).toEqual([4, 4, 3]);
    expect(train.size + test.size).toBe(200);
    expect(test.size).toBeGreaterThan(5);
    expect([train.id, test.id]).toEqual(['a/train', 'a/test']);
  });

  it.each([
    [
      'is in Fortran order',
      numpyFiles.fortran,
      /fortran_order: values in Fortran order are not read/u,
    ],
    ['holds Python objects', numpyFiles.objects, /descr: arrays of Python objects are pickles/u],
    ['holds records', numpyFiles.record, /descr: whole numbers, floats, or booleans are read/u],
    ['holds complex numbers', npy(entry('<c8', '(1, 2, 2)'), whole), /descr: whole numbers/u],
    [
      'is a pickle',
      Buffer.from('\x80\x04\x95and so on and on', 'latin1'),
      /it is a pickle, which is not read/u,
    ],
    ['is text', Buffer.from('no array whatsoever'), /is not a NumPy array: no magic number/u],
    ['calls a function', npy("{'descr': __import__('os').getcwd(), }\n"), /is not valid/u],
    [
      'claims more than it has',
      npy(entry('|u1', '(9, 28, 28)'), whole),
      /claims shape \[9, 28, 28\], \d+ bytes .* Received/u,
    ],
    ['claims a shape without end', npy(entry('|u1', '(99999999999999999999, 28, 28)')), /shape.0/u],
    [
      'claims a long header',
      Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff    ', 'latin1'),
      /its header claims 4294967295 bytes/u,
    ],
    [
      'has its channels first',
      npy(entry('|u1', '(4, 3, 2, 4)'), whole),
      /Received: \[4, 3, 2, 4\]. Move its channels last/u,
    ],
    [
      'is a matrix',
      npy(entry('|u1', '(12, 8)'), whole),
      /must hold images of shape .* Received: \[12, 8\]/u,
    ],
  ])('is refused with an error of one line if it %s', async (_name, bytes, message) => {
    const error = await opened('a.npy', bytes).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid-file' });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  it('is refused if its values are not pixels, when they are read', async () => {
    const values = Buffer.from(Float32Array.from({ length: 24 }, (_, i) => i).buffer);
    const dataset = await opened('a.npy', npy(entry('<f4', '(4, 2, 3)'), values));
    await expect(dataset.read([dataset.size - 1])).rejects.toThrow(
      /holds a pixel outside of 0 to 1, as f4 values are read. Received: \d+\. Divide by 255, or save bytes \(uint8\)\.$/u,
    );
  });

  it('is written with a header that can be read again, and its values begin at a multiple of 64 bytes', () => {
    for (const shape of [[7], [3, 4], [60_000, 28, 28, 1]]) {
      const header = Buffer.from(npyFileHeader(shape, 'f4'));
      expect(header.length % 64).toBe(0);
      expect(parseNpyHeader(header, 'a')).toMatchObject({ shape, type: 'f4', littleEndian: true });
    }
    // The header that NumPy itself writes for the same array.
    const own = Buffer.from(npyFileHeader([4, 2, 3], 'u1'));
    expect(own).toEqual(numpyFiles.bytes.subarray(0, own.length));
  });
});

describe('a .npz file', () => {
  it('has its own parts and labels, under the names that Keras uses', async () => {
    const train = await opened('digits.npz', numpyFiles.keras);
    const test = await openDataset(join(dir, 'digits.npz'), { split: 'test' });
    expect([train.size, test.size]).toEqual([4, 2]);
    expect([...train.labels!, ...test.labels!]).toEqual([3, 1, 2, 0, 1, 0]);
    const { values } = await train.read([3]);
    expect(Math.round(values.at(-1)! * 255)).toBe(230);
  });

  it('is refused with an error that lists the accepted names if its names are unknown', async () => {
    await expect(opened('a.npz', zip('faces.npy', images(2)))).rejects.toThrow(
      /under one of these names: x_train, .* Received: faces\.$/u,
    );
  });

  const claimed = 900 * 2 ** 20;
  it.each([
    ['contains pickles', numpyFiles.pickled, /arrays of Python objects are pickles/u],
    [
      'claims to unpack from a few bytes to almost a gigabyte',
      zip('images.npy', images(2), claimed),
      /more than 500 to 1 is refused/u,
    ],
    [
      'unpacks to more than it claims',
      zip('images.npy', images(2000), images(2).length),
      /claims shape|too many bytes/u,
    ],
    [
      'unpacks to less than it claims',
      zip('images.npy', images(2), 5000),
      /not enough bytes|claims shape/u,
    ],
    ['is truncated', numpyFiles.keras.subarray(0, 300), /is a damaged archive/u],
    [
      'is not an archive',
      Buffer.from('PK\x03\x04 but nothing else in it', 'latin1'),
      /is a damaged archive/u,
    ],
  ])('is refused with an error of one line if it %s', async (_name, bytes, message) => {
    const error = await opened('a.npz', bytes).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid-file' });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  it('is refused if its checksum shows that bytes were changed', async () => {
    const changed = Buffer.from(zip('images.npy', images(2)));
    // The checksum in the central directory.
    changed[changed.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 16]! ^= 1;
    await expect(opened('a.npz', changed)).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('a dataset larger than the memory', () => {
  it('stays on the disk, so that 1.2 GB are read with less than 100 MB of additional memory', async () => {
    const path = join(dir, 'large.npy');
    const [count, size] = [100_000, 64 * 64 * 3];
    await writeFile(path, npyFileHeader([count, 64, 64, 3], 'u1'));
    // A sparse file, which takes almost no space on the disk.
    const header = npyFileHeader([count, 64, 64, 3], 'u1').length;
    await truncate(path, header + count * size);
    // Only one picture, in the middle, is white.
    const handle = await openFile(path, 'r+');
    await handle.write(Buffer.alloc(size, 255), 0, size, header + 50_001 * size);
    await handle.close();
    const dataset = await openDataset(path, { split: 'train' });
    const batch = (n: number): number[] =>
      Array.from({ length: 128 }, (_, i) => (n * 128 + i * 601) % dataset.size);
    const before = process.memoryUsage.rss();
    let most = 0;
    for (let n = 0; n < 50; n++) {
      const reading = dataset.read(batch(n));
      dataset.prefetch!(batch(n + 1));
      expect((await reading).shape).toEqual([128, 64, 64, 3]);
      most = Math.max(most, process.memoryUsage.rss() - before);
    }
    expect(most).toBeLessThan(100 * 2 ** 20);
    // About nine tenths of the pictures before it belong to this part.
    const near = Array.from({ length: 600 }, (_, i) => 44_600 + i);
    let white = 0;
    for (let at = 0; at < near.length; at += 50) {
      const { values } = await dataset.read(near.slice(at, at + 50));
      for (let i = 0; i < values.length; i += size) white += values[i]!;
    }
    expect(white).toBe(1);
  });

  it('prefetches the next batch', async () => {
    await mkdir(join(dir, 'ahead'));
    const dataset = await opened('ahead/a.npy', images(50));
    dataset.prefetch!([1, 2], { epoch: 3 });
    const ahead = await dataset.read([1, 2], { epoch: 3 });
    expect(ahead).toEqual(await dataset.read([1, 2]));
    dataset.prefetch!([dataset.size]);
    await expect(dataset.read([dataset.size])).rejects.toThrow(/index/u);
    // A prefetched batch that is never read fails silently.
    dataset.prefetch!([dataset.size]);
    await dataset.read([0]);
  });
});
