import { describe, expect, it } from 'vitest';
import { itemAt, neighbourhood } from './nearest';

/** Ten 3s on the left, ten 8s on the right, a unit apart. */
const codes = {
  x: Float32Array.from({ length: 20 }, (_, i) => (i < 10 ? -1 : 1) * (1 + (i % 10) / 100)),
  y: new Float32Array(20),
  labels: Uint8Array.from({ length: 20 }, (_, i) => (i < 10 ? 3 : 8)),
};

describe('the neighbourhood of a point', () => {
  it('is certain inside of a class', () => {
    expect(neighbourhood(codes, { x: -1, y: 0.1 })).toEqual({
      item: 0,
      first: 3,
      second: undefined,
    });
    expect(neighbourhood(codes, { x: 2, y: 0 }).first).toBe(8);
  });

  it('names both classes where the vote is close', () => {
    // At .002 the distances to left and right alternate: five of the nine nearest are 8s.
    expect(neighbourhood(codes, { x: 0.002, y: 0 })).toEqual({ item: 10, first: 8, second: 3 });
  });
});

describe('the item at a point', () => {
  it('is the nearest within reach whose class is shown', () => {
    expect(itemAt(codes, { x: -1.001, y: 0 }, 0.1, () => true)).toBe(0);
    expect(itemAt(codes, { x: 0, y: 0 }, 0.1, () => true)).toBeUndefined();
    expect(itemAt(codes, { x: -1, y: 0 }, 0.1, (label) => label === 8)).toBeUndefined();
  });
});
