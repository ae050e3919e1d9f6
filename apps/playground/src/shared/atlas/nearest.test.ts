import { describe, expect, it } from 'vitest';
import { isFar, neighbourhood } from './nearest';

/** Ten 3s to the left of the origin and ten 8s to the right of it, each about one unit from the origin. */
const latents = {
  x: Float32Array.from({ length: 20 }, (_, i) => (i < 10 ? -1 : 1) * (1 + (i % 10) / 100)),
  y: new Float32Array(20),
  labels: Uint8Array.from({ length: 20 }, (_, i) => (i < 10 ? 3 : 8)),
};

describe('the neighbourhood of a point', () => {
  it('names one class inside that class', () => {
    expect(neighbourhood(latents, { x: -1, y: 0 })).toEqual({
      item: 0,
      away: 0,
      first: 3,
      second: undefined,
    });
    expect(neighbourhood(latents, { x: 2, y: 0 }).first).toBe(8);
  });

  it('names both classes if the vote is close', () => {
    // At 0.002 the distances to the left and to the right alternate: five of the nine nearest items are 8s.
    const between = neighbourhood(latents, { x: 0.002, y: 0 });
    expect(between).toMatchObject({ item: 10, first: 8, second: 3 });
    expect(between.away).toBeCloseTo(0.998, 9);
  });

  it('is far if even the nearest digit is far away', () => {
    const far = neighbourhood(latents, { x: -1, y: 0.5 });
    expect(far).toMatchObject({ first: 3, away: 0.5 });
    expect(isFar(far, 3)).toBe(true);
    expect(isFar(neighbourhood(latents, { x: -1, y: 0.2 }), 3)).toBe(false);
  });
});
