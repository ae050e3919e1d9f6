import type { Batch } from '@speil/api';
import { expect, it } from 'vitest';
import { splitTiles } from '../../dashboard/tiles.js';
import { drawSample } from './sample-pictures.js';

const codec = { id: 'image', shape: [4, 4, 1] };
const batchOf = (count: number, side: number, value: number): Batch => ({
  shape: [count, side, side, 1],
  values: new Float32Array(count * side * side).fill(value),
});

it('shows the inputs of a super-resolution model in large pixels above the originals', () => {
  const coarse = batchOf(16, 2, 0);
  coarse.values[0] = 1;
  const picture = drawSample(
    {
      kind: 'reconstructions',
      step: 1,
      originals: batchOf(16, 4, 0.2),
      reconstructions: batchOf(16, 4, 0.4),
      inputs: coarse,
    },
    codec,
  );
  const rows = splitTiles(picture, codec.shape);
  expect(rows.map(({ length }) => length)).toEqual([8, 8, 8, 8, 8, 8]);
  expect(Array.from(rows[0]![0]!.pixels)).toEqual([
    255,
    255,
    0,
    0,
    255,
    255,
    0,
    0,
    ...Array<number>(8).fill(0),
  ]);
  expect(rows[1]![0]!.pixels[0]).toBe(51);
  expect(rows[2]![0]!.pixels[0]).toBe(102);
  // The second strip starts with inputs again.
  expect(rows[3]![0]!.pixels[0]).toBe(0);
});

it.each([8, 3])('shows two rows for a model whose input is its target, %i examples', (count) => {
  const picture = drawSample(
    {
      kind: 'reconstructions',
      step: 1,
      originals: batchOf(count, 4, 0.2),
      reconstructions: batchOf(count, 4, 0.4),
    },
    codec,
  );
  const [originals, copies, ...others] = splitTiles(picture, codec.shape);
  expect(originals!.map(({ pixels }) => pixels[0])).toEqual(Array<number>(count).fill(51));
  expect(copies!.map(({ pixels }) => pixels[0])).toEqual(Array<number>(count).fill(102));
  expect(others).toEqual([]);
});
