import { describe, expect, it } from 'vitest';
import { darkness, emptiness } from './holes';

describe('the emptiness of a plane', () => {
  it('is the distance to the nearest digit, as a share of the window’s extent', () => {
    // One digit is in the middle of the top left cell of four. The window extends from 8 to 12 and from -2 to 2.
    const latents = { x: Float32Array.of(9), y: Float32Array.of(1), labels: Uint8Array.of(0) };
    const distances = emptiness(latents, { centre: [10, 0], extent: 2 }, 2);
    expect([...distances].map((value) => Math.round(value * 1000) / 1000)).toEqual([
      0,
      1,
      1,
      Math.round(Math.SQRT2 * 1000) / 1000,
    ]);
  });

  it('is the distance to the nearest of several digits', () => {
    const latents = {
      x: Float32Array.of(9, 11),
      y: Float32Array.of(1, -1),
      labels: Uint8Array.of(0, 1),
    };
    expect([...emptiness(latents, { centre: [10, 0], extent: 2 }, 2)]).toEqual([0, 1, 1, 0]);
  });
});

describe('the darkness of the hatching', () => {
  it('is 0 near a digit, grows with the distance, and stops at 1', () => {
    expect(darkness(0.05)).toBe(0);
    expect(darkness(0.18)).toBeCloseTo(0.5);
    expect(darkness(2)).toBe(1);
  });
});
