import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotFoundError } from '@speil/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedSource } from './cached-source.js';
import { fromFiles, type ModelSource } from '../files/sources.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'speil-cache-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function counted(name: string, files: Record<string, Uint8Array>): ModelSource & { reads: number } {
  const source = fromFiles(name, files);
  return {
    name,
    reads: 0,
    read(file) {
      this.reads += 1;
      return source.read(file);
    },
  };
}

const files = { 'config.json': Uint8Array.of(1, 2, 3) };

describe('a cached source', () => {
  it('reads a file only once from its source, for any number of readers one after the other', async () => {
    const web = counted('https://example.org/model', files);
    for (let turn = 0; turn < 3; turn++) {
      expect([...(await cachedSource(web, join(dir, 'kept')).read('config.json'))]).toEqual([
        1, 2, 3,
      ]);
    }
    expect(web.reads).toBe(1);
  });

  it('distinguishes two sources, and leaves no temporary files', async () => {
    const other = counted('https://example.org/other', { 'config.json': Uint8Array.of(9) });
    await cachedSource(counted('https://example.org/model', files), dir).read('config.json');
    expect([...(await cachedSource(other, dir).read('config.json'))]).toEqual([9]);
    expect(await readdir(dir)).toHaveLength(2);
  });

  it('reads a file again from its source if the cached one is truncated or damaged', async () => {
    const web = counted('https://example.org/model', files);
    await cachedSource(web, dir).read('config.json');
    const [kept] = await readdir(dir);
    const path = join(dir, kept!);
    const whole = await readFile(path);
    for (const broken of [whole.subarray(0, 10), whole.subarray(0, -1), flipped(whole)]) {
      await writeFile(path, broken);
      expect([...(await cachedSource(web, dir).read('config.json'))]).toEqual([1, 2, 3]);
    }
    expect(web.reads).toBe(4);
  });

  it('works if nothing can be cached', async () => {
    const web = counted('https://example.org/model', files);
    await writeFile(join(dir, 'file'), '');
    const source = cachedSource(web, join(dir, 'file', 'below'));
    expect([...(await source.read('config.json'))]).toEqual([1, 2, 3]);
  });

  it('reports a file that its source lacks, and refuses a name that leads out of the folder', async () => {
    const source = cachedSource(counted('https://example.org/model', files), dir);
    await expect(source.read('absent')).rejects.toThrow(NotFoundError);
    await expect(source.read('../secret')).rejects.toThrow(/plain name/u);
    expect(await readdir(dir)).toEqual([]);
  });
});

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1]! ^= 1;
  return copy;
}
