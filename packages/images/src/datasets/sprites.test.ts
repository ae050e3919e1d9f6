/** dSprites, from small files of the same form. */
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetContract } from '@speil/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { npy, npyOfBytes, npz } from '../testing/numpy.js';
import { openDataset } from './open.js';

const size = 64 * 64;

/** Factors in dSprites' order: color, shape, scale, orientation, posX, posY. */
const factorsOf = (i: number): number[] => [0, i % 3, i % 2, i % 5, i % 7, i % 4];

function longs(shape: string, values: readonly number[]): Buffer {
  const header = `{'descr': '<i8', 'fortran_order': False, 'shape': ${shape}, }\n`;
  return npy(header, Buffer.from(BigInt64Array.from(values, BigInt).buffer));
}

/** Pictures with one white pixel each, at the picture's index. */
function spritesFile(count: number, changed: Readonly<Record<string, Buffer>> = {}): Buffer {
  const pixels = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) pixels[i * size + i] = 1;
  const classes = Array.from({ length: count }, (_, i) => factorsOf(i)).flat();
  return npz({
    metadata: npy("{'descr': '|O', 'fortran_order': False, 'shape': (), }\n"),
    imgs: npyOfBytes([count, 64, 64], pixels),
    latents_classes: longs(`(${count}, 6)`, classes),
    ...changed,
  });
}

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

async function opened(bytes: Buffer, split: 'train' | 'test' = 'train') {
  const path = join(dir, 'dsprites.npz');
  await writeFile(path, bytes);
  return openDataset(path, { split, env: { XDG_CACHE_HOME: dir } });
}

/** The index of each picture in the file, which its white pixel shows. */
async function indicesOf(dataset: Awaited<ReturnType<typeof opened>>): Promise<number[]> {
  const { values } = await dataset.read(Array.from({ length: dataset.size }, (_, i) => i));
  return Array.from({ length: dataset.size }, (_, i) =>
    values.subarray(i * size, (i + 1) * size).indexOf(1),
  );
}

describe('the file of dSprites', () => {
  it('has pictures, shapes as labels, and the factors of each', async () => {
    const train = await opened(spritesFile(60));
    const { names, sizes, values } = train.factors!;
    expect(names).toEqual(['color', 'shape', 'scale', 'orientation', 'posX', 'posY']);
    expect(sizes).toEqual([1, 3, 2, 5, 7, 4]);
    expect(train.classNames).toEqual(['square', 'ellipse', 'heart']);
    const indices = await indicesOf(train);
    expect([...train.labels!]).toEqual(indices.map((i) => i % 3));
    expect([...values]).toEqual(indices.flatMap(factorsOf));
  });

  it('has a tenth held out', async () => {
    const [train, test] = [await opened(spritesFile(60)), await opened(spritesFile(60), 'test')];
    expect(test.size).toBeGreaterThan(0);
    const all = [...(await indicesOf(train)), ...(await indicesOf(test))];
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i));
  });

  it('is unpacked once, eight pixels to a byte', async () => {
    await opened(spritesFile(60));
    const cache = join(dir, 'speil', 'data');
    const [name] = await readdir(cache);
    const first = await stat(join(cache, name!));
    expect(first.size).toBe((60 * size) / 8);
    await opened(spritesFile(60), 'test');
    expect((await stat(join(cache, name!))).mtimeMs).toBe(first.mtimeMs);
  });

  it.each([
    [
      'pixels other than 0 and 1',
      { imgs: npyOfBytes([20, 64, 64], new Uint8Array(20 * size).fill(2)) },
      /must hold pixels of 0 and 1\. Received: 2\./u,
    ],
    [
      'pictures of another size',
      { imgs: npyOfBytes([20, 32, 32], new Uint8Array(20 * 1024)) },
      /must hold bytes of shape \[n, 64, 64\] in imgs\. Received: u1 of \[20, 32, 32\]\./u,
    ],
    [
      'fewer pictures than factors',
      { imgs: npyOfBytes([19, 64, 64], new Uint8Array(19 * size)) },
      /holds 19 images and the factors of 20/u,
    ],
    [
      'other factors',
      { latents_classes: longs('(20, 5)', new Array<number>(100).fill(0)) },
      /must hold whole numbers of shape \[n, 6\] in latents_classes\. Received: \[20, 5\]\./u,
    ],
    [
      'a factor beyond a byte',
      { latents_classes: longs('(20, 6)', new Array<number>(120).fill(256)) },
      /must hold factors from 0 to 255\. Received: 256\./u,
    ],
  ])('with %s is refused, and leaves nothing in the cache', async (_name, changed, reason) => {
    await expect(opened(spritesFile(20, changed))).rejects.toThrow(reason);
    expect(await readdir(join(dir, 'speil', 'data')).catch(() => [])).toEqual([]);
  });
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speil-sprites-'));
  await writeFile(join(folder, 'a.npz'), spritesFile(40));
});
afterAll(() => rm(folder, { recursive: true }));

datasetContract('of dSprites', () =>
  openDataset(join(folder, 'a.npz'), { split: 'train', env: { XDG_CACHE_HOME: folder } }),
);
