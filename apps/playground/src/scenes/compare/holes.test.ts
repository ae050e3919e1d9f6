import { describe, expect, it } from 'vitest';
import { darkness, emptiness } from './holes';

describe('the empty places of a plane', () => {
  it('are as far as the nearest digit, in shares of what is shown', () => {
    // One digit in the middle of the top left cell of four; the window reaches from 8 to 12 and from -2 to 2.
    const latents = { x: Float32Array.of(9), y: Float32Array.of(1), labels: Uint8Array.of(0) };
    const distances = emptiness(latents, { centre: [10, 0], extent: 2 }, 2);
    expect([...distances].map((value) => Math.round(value * 1000) / 1000)).toEqual([
      0,
      1,
      1,
      Math.round(Math.SQRT2 * 1000) / 1000,
    ]);
  });

  it('take the nearest of several digits', () => {
    const latents = {
      x: Float32Array.of(9, 11),
      y: Float32Array.of(1, -1),
      labels: Uint8Array.of(0, 1),
    };
    expect([...emptiness(latents, { centre: [10, 0], extent: 2 }, 2)]).toEqual([0, 1, 1, 0]);
  });

  it('are hatched from a distance on, darker with it, and never beyond full', () => {
    expect(darkness(0.05)).toBe(0);
    expect(darkness(0.18)).toBeCloseTo(0.5);
    expect(darkness(2)).toBe(1);
  });
});
