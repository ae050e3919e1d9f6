import { rowOf, stackRows } from '@speil/api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around } from './around.js';
import { attributeVector, meanPoint } from './attribute-vector.js';
import { gridPoints, traversal } from './grid.js';
import { lerp, path, slerp, square } from './interpolate.js';
import { nearestNeighbours } from './neighbours.js';
import { sampleStandardNormal } from '../priors/standard-normal.js';

const vector = fc
  .array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 })
  .map((values) => Float32Array.from(values))
  .filter((v) => Math.hypot(...v) > 0.1);

describe('an interpolation', () => {
  it('begins at one end and ends at the other', () => {
    fc.assert(
      fc.property(vector, vector, fc.constantFrom(lerp, slerp), (a, b, between) => {
        a.forEach((value, i) => expect(between(a, b, 0)[i]).toBeCloseTo(value, 4));
        b.forEach((value, i) => expect(between(a, b, 1)[i]).toBeCloseTo(value, 4));
      }),
    );
  });

  it('on the sphere stays on it: (.7071, .7071) is half way from (1, 0) to (0, 1)', () => {
    const half = slerp(Float32Array.of(1, 0), Float32Array.of(0, 1), 0.5);
    expect(half[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(half[1]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(lerp(Float32Array.of(1, 0), Float32Array.of(0, 1), 0.5)).toEqual(
      Float32Array.of(0.5, 0.5),
    );
  });

  it('on the sphere stays finite for parallel, opposite and zero vectors', () => {
    const a = Float32Array.of(1, 2);
    for (const b of [a, Float32Array.of(-1, -2), Float32Array.of(0, 0)]) {
      expect(slerp(a, b, 0.3).every(Number.isFinite)).toBe(true);
    }
  });

  it('has equal steps, and includes both ends', () => {
    const points = path(Float32Array.of(0), Float32Array.of(3), { steps: 4 });
    expect([...points.values]).toEqual([0, 1, 2, 3]);
    expect(() => path(Float32Array.of(0), Float32Array.of(1), { steps: 1 })).toThrow(
      /Received: steps=1/u,
    );
  });
});

describe('a grid', () => {
  it('is ordered from the top left, like the pixels of a picture', () => {
    const grid = gridPoints({ columns: 2, rows: 2, extent: [-1, 1, -2, 2] });
    expect([...grid.values]).toEqual([-1, 2, 1, 2, -1, -2, 1, -2]);
  });
});

describe('a traversal', () => {
  it('changes one dimension and keeps the others', () => {
    const rows = traversal(Float32Array.of(5, 6), 1, [0, 9]);
    expect([...rows.values]).toEqual([5, 0, 5, 9]);
    expect(() => traversal(Float32Array.of(5, 6), 2, [0])).toThrow(/Received: dimension=2/u);
  });
});

describe('nearest neighbours', () => {
  it('are the rows with the smallest distances, nearest first', () => {
    const latents = stackRows(
      [Float32Array.of(0, 0), Float32Array.of(3, 4), Float32Array.of(1, 0)],
      [2],
    );
    expect(nearestNeighbours(latents, Float32Array.of(0, 0), 2)).toEqual([
      { index: 0, distance: 0 },
      { index: 2, distance: 1 },
    ]);
  });
});

describe('prior samples', () => {
  it('are the same for the same seed', () => {
    expect(sampleStandardNormal(2, [3], 4)).toEqual(sampleStandardNormal(2, [3], 4));
    expect(rowOf(sampleStandardNormal(2, [3], 4), 0)).not.toEqual(
      rowOf(sampleStandardNormal(2, [3], 5), 0),
    );
  });
});

describe('points between four corners', () => {
  it('are ordered from the top left, and the middle of a square is the mean of its corners', () => {
    const corners = [[0], [2], [4], [10]].map((corner) => Float32Array.from(corner));
    const points = square(corners as unknown as Parameters<typeof square>[0], {
      columns: 3,
      rows: 3,
    });
    // By hand: the left side is 0, 2, 4, the right side is 2, 6, 10, and the middle column is half way between them.
    expect([...points.values]).toEqual([0, 1, 2, 2, 4, 6, 4, 7, 10]);
  });
});

describe('points around a given point', () => {
  const point = Float32Array.of(3, -2);

  it('equal the point itself at a similarity of 1, and draws of the prior at 0', () => {
    expect([...around(point, 2, 1).values]).toEqual([3, -2, 3, -2]);
    expect(around(point, 4, 0, { seed: 5 }).values).toEqual(sampleStandardNormal(4, [2], 5).values);
  });

  it('are refused for an invalid similarity', () => {
    expect(() => around(point, 1, 1.5)).toThrow(/Received: similarity=1\.5/u);
  });
});

describe('an attribute vector', () => {
  const latents = stackRows(
    [0, 1, 2, 3, 4, 5, 6, 7].map((i) => Float32Array.of(i, 10 - i)),
    [2],
  );

  it('points from the mean of the lowest quarter to that of the highest', () => {
    // By hand: the rows with the two lowest amounts are 7 and 6, and those with the two highest amounts are 1 and 0.
    const vector = attributeVector(latents, [70, 60, 50, 40, 30, 20, 10, 0]);
    expect([...vector]).toEqual([-6, 6]);
  });

  it('needs amounts that are not all equal, one for each latent', () => {
    expect(() => attributeVector(latents, new Float32Array(8))).toThrow(/must differ/u);
    expect(() => attributeVector(latents, [1, 2])).toThrow(/2 amounts for 8 latents/u);
  });

  it('needs at least one point for a mean', () => {
    expect([...meanPoint(latents)]).toEqual([3.5, 6.5]);
    expect(() => meanPoint({ shape: [0, 2], values: new Float32Array(0) })).toThrow(
      /Received: none/u,
    );
  });
});
