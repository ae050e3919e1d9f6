/** Tests the table of formats, and a format from outside, added according to the checklist in CONTRIBUTING. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetContract } from '@speil/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathFormats, recogniseFormat, type PathFormat } from './formats.js';
import { pixelFingerprint } from './pixel-fingerprint.js';
import { pixelDataset } from './pixels.js';

/** A format whose files contain four bytes for each picture. */
const rawFormat: PathFormat = {
  name: 'a .raw file of 2 x 2 pictures',
  kind: 'file',
  matches: (path) => path.endsWith('.raw'),
  async open(path) {
    const pixels = new Uint8Array(await readFile(path));
    const fingerprint = pixelFingerprint(pixels);
    return pixelDataset({ id: 'raw/train', fingerprint, shape: [2, 2, 1], pixels });
  },
  limits: false,
};

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'speil-formats-'));
  file = join(folder, 'a.raw');
  await writeFile(
    file,
    Uint8Array.from({ length: 24 }, (_, i) => 10 * i),
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('the formats of a path', () => {
  it('are tried in their order: a folder of pictures is any other folder', async () => {
    expect(pathFormats.at(-1)?.name).toBe('a folder of PNG or JPEG files');
    expect((await recogniseFormat(folder))?.name).toBe('a folder of PNG or JPEG files');
    expect(await recogniseFormat(join(folder, 'missing'))).toBeUndefined();
  });

  it('can include a format from outside', async () => {
    expect(await recogniseFormat(file)).toBeUndefined();
    expect(await recogniseFormat(file, [...pathFormats, rawFormat])).toBe(rawFormat);
  });
});

datasetContract('a dataset of a format from outside', () =>
  rawFormat.open(file, { split: 'train' }),
);
