/** Small datasets in files of MNIST's format, and temporary folders for tests. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** Creates a folder that is deleted when the test has finished. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'speil-images-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const idx = (shape: readonly number[], data: readonly number[]): Buffer => {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 | shape.length);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(data)]);
};
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i % 251);

/** A dataset with four training images and two test images of 2 x 3 pixels. */
export async function writeSet(folder: string, prefix = '', pack = gzipSync): Promise<void> {
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
