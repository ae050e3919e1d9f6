/** Reads arrays that NumPy saved once with tools/reference/arrays.py, and compares their content. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { isHeldOut } from './held-out.js';
import { openDataset } from './open.js';

interface Reference {
  readonly versions: { readonly numpy: string };
  readonly cases: readonly {
    readonly name: string;
    readonly file: string;
    /** Pixels of the first picture, from 0 to 1. */
    readonly first: readonly number[];
  }[];
}
const { versions, cases } = JSON.parse(
  readFileSync(new URL('numpy.reference.json', import.meta.url), 'utf8'),
) as Reference;

it.each(cases.map(({ name, file, first }) => [name, file, first] as const))(
  `%s of NumPy ${versions.numpy} holds what was saved`,
  async (name, file, first) => {
    // The first picture is in the training part: of an undivided array, a tenth is held out by index.
    expect(isHeldOut('0')).toBe(false);
    const path = join(await emptyFolder(), `a${name.slice(name.lastIndexOf('.'))}`);
    await writeFile(path, Buffer.from(file, 'base64'));
    const dataset = await openDataset(path, { split: 'train' });
    expect(dataset.shape).toEqual([2, 3, 1]);
    const { values } = await dataset.read([0]);
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(first[i]!, 6);
    });
  },
);
