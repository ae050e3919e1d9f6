/** Tests the factors of the generated shapes, and that the pictures do not change between versions. */
import { createHash } from 'node:crypto';
import { datasetContract } from '@speil/testing';
import { describe, expect, it } from 'vitest';
import { coverage, side } from './draw-shape.js';
import { shapesDataset } from './shapes.js';

datasetContract('shapes', () => Promise.resolve(shapesDataset({ split: 'test' })));
datasetContract('colour-shapes', () =>
  Promise.resolve(shapesDataset({ split: 'train', colour: true })),
);

const area = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);
const middle = { radius: 7, angle: 0.3, x: 16, y: 16 };

describe('a drawn shape', () => {
  it('covers the area of a square, about (1.4 r)^2, or of an ellipse, .55 pi r^2, at any rotation', () => {
    expect(area(coverage({ ...middle, shape: 0 }))).toBeCloseTo((1.4 * 7) ** 2, -1);
    expect(area(coverage({ ...middle, shape: 1 }))).toBeCloseTo(0.55 * Math.PI * 49, -1);
  });

  it('has its centre of mass at its position', () => {
    const covered = coverage({ ...middle, shape: 1, x: 12, y: 20 });
    const [x, y] = [0, 1].map((axis) => {
      const at = (i: number): number => (axis === 0 ? i % side : Math.floor(i / side)) + 0.5;
      return covered.reduce((sum, value, i) => sum + value * at(i), 0) / area(covered);
    });
    expect(x).toBeCloseTo(12, 1);
    expect(y).toBeCloseTo(20, 1);
  });

  it('leaves the edge of the picture empty, even at the largest size and the outermost position', () => {
    for (const shape of [0, 1, 2]) {
      const covered = coverage({ shape, radius: 7.6, angle: 0.7, x: 8.5, y: 8.5 });
      const edge = covered.filter((_, i) => i < side || i % side === 0);
      expect(area(edge)).toBe(0);
    }
  });
});

describe('the dataset of shapes', () => {
  it('has every combination exactly once, in both parts together', () => {
    const seen = new Set<string>();
    for (const split of ['train', 'test'] as const) {
      const { factors, size } = shapesDataset({ split });
      const { names, sizes, values } = factors!;
      expect([names, sizes]).toEqual([
        ['shape', 'scale', 'rotation', 'x', 'y'],
        [3, 4, 10, 16, 16],
      ]);
      for (let i = 0; i < size; i++) seen.add(values.subarray(i * 5, i * 5 + 5).join());
    }
    expect(seen.size).toBe(30_720);
    expect(shapesDataset({ split: 'test', colour: true }).size).toBe(18_432);
  });

  it('has a different picture for each of 3,072 combinations', async () => {
    const test = shapesDataset({ split: 'test' });
    const { values } = await test.read(Array.from({ length: test.size }, (_, i) => i));
    const pictures = new Set<string>();
    for (let i = 0; i < test.size; i++) {
      pictures.add(values.subarray(i * 1024, (i + 1) * 1024).join());
    }
    expect(pictures.size).toBe(test.size);
  });

  it('has pictures with one colour each, on black', async () => {
    const { values } = await shapesDataset({ split: 'train', colour: true }).read([0]);
    const brightest = [0, 1, 2].map((c) =>
      values.filter((_, i) => i % 3 === c).reduce((a, b) => Math.max(a, b), 0),
    );
    expect(brightest.every((value) => value === 0 || value === 1)).toBe(true);
    expect(brightest).toContain(1);
  });

  it.each([false, true])(
    'has the fingerprint of its first thousand pictures (colour: %s)',
    async (colour) => {
      const train = shapesDataset({ split: 'train', colour });
      const { values } = await train.read(Array.from({ length: 1000 }, (_, i) => i));
      const bytes = Uint8Array.from(values, (value) => Math.round(value * 255));
      expect(train.fingerprint).toBe(createHash('sha256').update(bytes).digest('hex'));
    },
  );
});
