import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals, permutation, uniforms } from './streams.js';

const key = { seed: 7, purpose: 'sampling' } as const;

describe('streams', () => {
  it('give the same numbers for the same name, however many are requested', () => {
    expect(uniforms(key, 5)).toEqual(uniforms(key, 9).slice(0, 5));
    expect(normals(key, 4)).toEqual(normals(key, 10).slice(0, 4));
  });

  it('differ by seed, purpose, step and operation', () => {
    const streams = [
      key,
      { ...key, seed: 8 },
      { ...key, purpose: 'order' as const },
      { ...key, step: 1 },
      { ...key, operation: 1 },
    ].map((name) => uniforms(name, 4).join());
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('give uniform numbers on [0, 1), with mean 1/2 and variance 1/12', () => {
    const draws = uniforms(key, 100_000);
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    const { mean, variance } = moments(draws);
    // Five standard errors: sqrt(1/12 / 1e5) = .00091 for the mean.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.0046);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.0012);
  });

  it('give normal numbers with the moments and tails of the standard normal', () => {
    const draws = normals(key, 100_000);
    const { mean, variance } = moments(draws);
    expect(Math.abs(mean)).toBeLessThan(0.016);
    expect(Math.abs(variance - 1)).toBeLessThan(0.023);
    // P(|x| > 1.96) = .05, with a standard error of .00069.
    const tails = draws.filter((x) => Math.abs(x) > 1.959964).length / draws.length;
    expect(Math.abs(tails - 0.05)).toBeLessThan(0.0035);
  });

  it('give permutations that contain every number once', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(1000), (count, step) => {
        const order = permutation({ ...key, step }, count);
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
      }),
    );
  });

  it('give permutations that move each element to each position equally often', () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let step = 0; step < 4000; step++) {
      permutation({ ...key, step }, 4).forEach((element, place) => counts[place]![element]!++);
    }
    // Five standard deviations of Binomial(4000, 1/4) are 137.
    for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(137);
  });
});

function moments(values: Float32Array): { mean: number; variance: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return { mean, variance };
}
