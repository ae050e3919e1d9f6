import { describe, expect, it } from 'vitest';
import { windowAround } from './plane';

describe('the part of a plane that is shown', () => {
  it('is a square around nearly all latents, with a margin', () => {
    const x = Float32Array.from({ length: 1001 }, (_, i) => i / 100);
    const y = Float32Array.from(x, (value) => value / 2);
    const { centre, extent } = windowAround({ x, y });
    // From the 5th to the 995th of 1,000: .05 to 9.95, with a margin of a tenth.
    expect(centre[0]).toBeCloseTo(5, 5);
    expect(centre[1]).toBeCloseTo(2.5, 5);
    expect(extent).toBeCloseTo((1.1 * 9.9) / 2, 5);
  });

  it('is not stretched by a latent far from all others', () => {
    const x = Float32Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e6 : i % 3));
    expect(windowAround({ x, y: x }).extent).toBeCloseTo(1.1, 5);
  });

  it('has a size even if all latents are the same', () => {
    const x = new Float32Array(8).fill(2);
    expect(windowAround({ x, y: x }).extent).toBeGreaterThan(0);
  });
});
