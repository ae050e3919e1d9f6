/** Tests valid and invalid IDX files. */
import { createHash } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder, idx, range } from '../testing/datasets.js';
import { readIdx } from './idx.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

/** Deterministic bytes that gzip cannot compress. */
function incompressible(length: number): Buffer {
  const pieces = Array.from({ length: Math.ceil(length / 64) }, (_, i) =>
    createHash('sha512').update(String(i)).digest(),
  );
  return Buffer.concat(pieces).subarray(0, length);
}

describe('an IDX file', () => {
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
      /is truncated: its header says shape \[2, 2, 2\], 8 bytes\. Received: 4\./u,
    ],
    [
      'is cut in the middle of its gzip stream',
      gzipSync(incompressible(5000)).subarray(0, 3000),
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
  it.each(cases)('is refused with an error of one line if it %s', async (_name, bytes, message) => {
    await writeFile(join(dir, 'bad'), bytes);
    const error = await readIdx(join(dir, 'bad'), 3).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid-file' });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  it('is refused as soon as it unpacks to more than the size in its header', async () => {
    const bomb = gzipSync(Buffer.concat([idx([1, 1, 1], [7]), Buffer.alloc(50_000_000)]));
    await writeFile(join(dir, 'bomb'), bomb);
    await expect(readIdx(join(dir, 'bomb'), 3)).rejects.toThrow(/holds more than its header says/u);
  });

  it('is refused before it is read if it exceeds a gigabyte, even if it matches its header', async () => {
    // All of EMNIST by class, 814,255 x 784 bytes, is below the limit. Twice as much exceeds it.
    await writeFile(join(dir, 'huge'), idx([1_628_510, 28, 28], []));
    await truncate(join(dir, 'huge'), 16 + 1_628_510 * 784);
    await expect(readIdx(join(dir, 'huge'), 3)).rejects.toThrow(/can hold at most 1073741824\.$/u);
  });

  it('causes an error that says so if it does not exist', async () => {
    await expect(readIdx(join(dir, 'nowhere'), 3)).rejects.toMatchObject({ code: 'not-found' });
  });
});
