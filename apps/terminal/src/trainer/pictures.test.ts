import type { Batch } from '@speil/api';
import { expect, it } from 'vitest';
import { tilesOf } from '../dashboard/tiles.js';
import { drawSample } from './pictures.js';

const codec = { id: 'image', shape: [4, 4, 1] };
const batchOf = (count: number, side: number, value: number): Batch => ({
  shape: [count, side, side, 1],
  values: new Float32Array(count * side * side).fill(value),
});

it('shows what a super-resolution model saw in large pixels above the originals', () => {
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
  const tiles = tilesOf(picture, codec.shape);
  expect(tiles).toHaveLength(48);
  expect(Array.from(tiles[0]!.pixels)).toEqual([
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
  expect(tiles[8]!.pixels[0]).toBe(51);
  expect(tiles[16]!.pixels[0]).toBe(102);
  // The second strip begins with inputs again.
  expect(tiles[24]!.pixels[0]).toBe(0);
});

it('shows two rows of a model that sees its target', () => {
  const picture = drawSample(
    {
      kind: 'reconstructions',
      step: 1,
      originals: batchOf(8, 4, 0.2),
      reconstructions: batchOf(8, 4, 0.4),
    },
    codec,
  );
  expect(tilesOf(picture, codec.shape)).toHaveLength(16);
});
