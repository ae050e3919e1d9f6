/** 3D Shapes, from a small file of the same form that h5py wrote (`tools/reference/shapes3d.py`). */
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { datasetContract } from '@speil/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { openDataset } from './open.js';

const reference = new URL('shapes3d.reference.h5', import.meta.url);
const pixels = 64 * 64 * 3;

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

async function opened(bytes: Uint8Array, split: 'train' | 'test' = 'train') {
  const path = join(dir, '3dshapes.h5');
  await writeFile(path, bytes);
  return openDataset(path, { split, env: { XDG_CACHE_HOME: dir } });
}

/** The first pixel of each picture: 100 times its shape, its orientation plus 40, and its index in the file. */
async function marksOf(dataset: Awaited<ReturnType<typeof opened>>): Promise<number[][]> {
  const { values } = await dataset.read(Array.from({ length: dataset.size }, (_, i) => i));
  return Array.from({ length: dataset.size }, (_, i) =>
    Array.from(values.subarray(i * pixels, i * pixels + 3), (value) => Math.round(value * 255)),
  );
}

describe('the file of 3D Shapes', () => {
  it('has pictures, shapes as labels, and the factors of each', async () => {
    const train = await opened(await readFile(reference));
    expect(train.shape).toEqual([64, 64, 3]);
    const { names, sizes, values } = train.factors!;
    expect(names).toEqual([
      ...['floor hue', 'wall hue', 'object hue'],
      ...['scale', 'shape', 'orientation'],
    ]);
    expect(sizes).toEqual([2, 2, 2, 2, 2, 3]);
    expect(train.classNames).toEqual(['cube', 'cylinder', 'sphere', 'capsule']);
    const marks = await marksOf(train);
    expect(Array.from(train.labels!)).toEqual(marks.map(([shape]) => shape! / 100));
    // The file has the product of all values, with the last factor fastest.
    marks.forEach(([shape, orientation, index], i) => {
      const row = Array.from(values.subarray(i * 6, i * 6 + 6));
      expect(row).toEqual([
        ...[48, 24, 12, 6].map((count) => Math.floor(index! / count) % 2),
        shape! / 100,
        (orientation! - 10) / 30,
      ]);
    });
  });

  it('is divided into two parts that share no picture', async () => {
    const bytes = await readFile(reference);
    const [train, test] = [await opened(bytes), await opened(bytes, 'test')];
    expect(train.size + test.size).toBe(96);
    expect(test.size).toBeGreaterThan(2);
    const indices = [...(await marksOf(train)), ...(await marksOf(test))].map(([, , i]) => i!);
    expect(new Set(indices).size).toBe(96);
  });

  it('is unpacked once', async () => {
    const bytes = await readFile(reference);
    await opened(bytes);
    const folder = join(dir, 'speil', 'data');
    const [file] = await readdir(folder);
    const { mtimeMs, size } = await stat(join(folder, file!));
    expect(size).toBe(96 * pixels);
    await opened(bytes, 'test');
    expect(await readdir(folder)).toEqual([file]);
    expect((await stat(join(folder, file!))).mtimeMs).toBe(mtimeMs);
  });

  it.each([
    ['is no HDF5', () => Buffer.from('not an HDF5 file'), /cannot be read as HDF5: .+\.$/u],
    ['is truncated', (b: Buffer) => b.subarray(0, 9000), /cannot be read as HDF5: .+\.$/u],
    [
      'has a damaged chunk',
      (b: Buffer) => Buffer.concat([b.subarray(0, 9000), Buffer.alloc(60, 255), b.subarray(9060)]),
      /cannot be read as HDF5: .+\.$/u,
    ],
  ])('that %s is refused with one line', async (_, change, message) => {
    const error = await opened(change(await readFile(reference))).catch((e: Error) => e);
    expect(error).toHaveProperty('code', 'invalid-file');
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  it('that lacks the arrays is refused, with the names of those it has', async () => {
    const { default: h5 } = await import('h5wasm/node');
    await h5.ready;
    const path = join(dir, 'other.h5');
    const file = new h5.File(path, 'w');
    file.create_dataset({ name: 'pixels', data: new Uint8Array(12), shape: [1, 12] });
    file.close();
    await expect(opened(await readFile(path))).rejects.toThrow(
      /must hold the arrays images and labels\. Received: pixels\.$/u,
    );
  });
});

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'speil-shapes-'));
});
afterAll(() => rm(cache, { recursive: true }));

datasetContract('of 3D Shapes', () =>
  openDataset(fileURLToPath(reference), { split: 'train', env: { XDG_CACHE_HOME: cache } }),
);
