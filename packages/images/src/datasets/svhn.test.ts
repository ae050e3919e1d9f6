/** SVHN, from small MAT-files that are written here as the format's description says. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { datasetContract } from '@speil/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { openDataset } from './open.js';

/** An element with its tag and its padding; one of up to four bytes may be small. */
function element(type: number, data: Uint8Array, small = false): Buffer {
  const tag = Buffer.alloc(small ? 4 : 8);
  if (small) tag.writeUInt32LE((data.length << 16) | type);
  else {
    tag.writeUInt32LE(type);
    tag.writeUInt32LE(data.length, 4);
  }
  const padding = Buffer.alloc((8 - ((tag.length + data.length) % 8)) % 8);
  return Buffer.concat([tag, data, padding]);
}

/** An array of bytes (class uint8). */
function matrix(name: string, shape: readonly number[], values: Uint8Array, type = 2): Buffer {
  const flags = Buffer.alloc(8);
  flags.writeUInt32LE(9);
  const body = Buffer.concat([
    element(6, flags),
    element(5, Buffer.from(Int32Array.from(shape).buffer)),
    element(1, Buffer.from(name), true),
    element(type, values),
  ]);
  return element(14, body);
}

function packed(bytes: Buffer): Buffer {
  const data = deflateSync(bytes);
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15);
  tag.writeUInt32LE(data.length, 4);
  return Buffer.concat([tag, data]);
}

function mat(...elements: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file');
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126);
  return Buffer.concat([header, ...elements]);
}

/** Pictures of 4 x 2 pixels: the value is the picture's index, with 10 per row, 50 per column and 100 per channel. */
function pictures(count: number): Buffer {
  const values = Uint8Array.from({ length: count * 24 }, (_, i) => {
    const [row, column, channel] = [i % 4, Math.floor(i / 4) % 2, Math.floor(i / 8) % 3];
    return Math.floor(i / 24) + 10 * row + 50 * column + 100 * (channel === 2 ? 1 : 0);
  });
  return matrix('X', [4, 2, 3, count], values);
}
const labels = (values: readonly number[]): Buffer =>
  matrix('y', [values.length, 1], Uint8Array.from(values));

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

async function opened(bytes: Buffer) {
  await writeFile(join(dir, 'train_32x32.mat'), bytes);
  await writeFile(join(dir, 'test_32x32.mat'), mat(pictures(1), labels([4])));
  return openDataset(dir, { split: 'train' });
}

describe('SVHN’s files', () => {
  it.each([
    ['packed', packed],
    ['not packed', (bytes: Buffer) => bytes],
  ])('%s have their pictures by row, and 10 as the digit 0', async (_name, pack) => {
    const train = await opened(mat(pack(pictures(3)), pack(labels([10, 1, 9]))));
    expect([train.size, train.shape]).toEqual([3, [4, 2, 3]]);
    expect([...train.labels!]).toEqual([0, 1, 9]);
    const { values } = await train.read([2]);
    // Row 1, column 1: 2 + 10 + 50 in the first channels, 100 more in the last.
    expect([...values.subarray(9, 12)].map((value) => Math.round(value * 255))).toEqual([
      62, 62, 162,
    ]);
    expect((await openDataset(dir, { split: 'test' })).size).toBe(1);
  });

  it('may have labels that are doubles', async () => {
    const y = matrix('y', [2, 1], new Uint8Array(Float64Array.from([10, 3]).buffer), 9);
    expect([...(await opened(mat(pictures(2), y))).labels!]).toEqual([0, 3]);
  });

  it('have a tenth held out if a single file is opened', async () => {
    const path = join(dir, 'a.mat');
    const digits = Array.from({ length: 60 }, (_, i) => i % 10);
    await writeFile(path, mat(pictures(60), labels(digits)));
    const sizes = [];
    for (const split of ['train', 'test'] as const)
      sizes.push((await openDataset(path, { split })).size);
    expect(sizes[0]! + sizes[1]!).toBe(60);
    expect(sizes[1]).toBeGreaterThan(0);
  });

  it.each([
    ['of another kind', Buffer.from('no file'), /is not a MAT-file of version 5/u],
    ['of version 7.3', Buffer.from('MATLAB 7.3 MAT-file'), /version 7\.3\. Save it with -v7\./u],
    ['without pictures', mat(labels([1])), /must hold bytes of shape .* in X\. Received: no X\./u],
    [
      'without labels',
      mat(pictures(2)),
      /a label for each of its 2 pictures in y\. Received: none\./u,
    ],
    ['with fewer labels', mat(pictures(2), labels([1])), /Received: 1\./u],
    [
      'with a label of 11',
      mat(pictures(2), labels([1, 11])),
      /from 0 to 10 in y\. Received: 11\./u,
    ],
    [
      'that claim more than they hold',
      mat(matrix('X', [4, 2, 3, 9], Buffer.alloc(24))),
      /claims shape \[4, 2, 3, 9\] for X/u,
    ],
    [
      'that are truncated',
      mat(pictures(2)).subarray(0, 180),
      /is a damaged MAT-file: an element at byte/u,
    ],
    ['that do not unpack', mat(packed(pictures(2)).fill(7, 8)), /an element does not unpack\.$/u],
  ])('%s are refused in one line', async (_name, bytes, reason) => {
    await expect(opened(bytes)).rejects.toThrow(reason);
  });

  it('with any changed byte give an error of one line, or are read', async () => {
    const sound = mat(pictures(2), packed(labels([1, 2])));
    for (let at = 0; at < sound.length; at++) {
      const bytes = Buffer.from(sound);
      bytes[at]! ^= 0xff;
      const result = await opened(bytes).catch((error: unknown) => error as Error);
      if (!(result instanceof Error)) continue;
      expect(result.constructor.name).toMatch(/^(InvalidFileError|IncompatibleError)$/u);
      expect(result.message).not.toContain('\n');
    }
  });
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speil-svhn-'));
  const digits = Array.from({ length: 40 }, (_, i) => i % 10);
  await writeFile(join(folder, 'a.mat'), mat(pictures(40), labels(digits)));
});
afterAll(() => rm(folder, { recursive: true }));

datasetContract('of SVHN', () => openDataset(join(folder, 'a.mat'), { split: 'train' }));
