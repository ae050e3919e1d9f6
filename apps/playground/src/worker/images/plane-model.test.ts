import { createBatch } from '@speil/api';
import type { Batch, ModelSpec } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { path } from '@speil/core';
import type { OpenModel } from './open-model';
import { planeOf, toPoint } from './plane-model';

/** A model of three numbers whose decoder shows them in the first pixels, and whose posterior is fixed. */
function modelOf(mean: readonly number[], variance: readonly number[]) {
  const decoded: number[][] = [];
  const model = {
    decode({ shape: [count = 0, width = 0], values }: Batch) {
      for (let row = 0; row < count; row++) {
        decoded.push([...values.subarray(row * width, (row + 1) * width)]);
      }
      const picture = { width: 28, height: 28, channels: 1, pixels: new Uint8Array(784) };
      return Promise.resolve(Array.from({ length: count }, () => picture));
    },
    encode: () =>
      Promise.resolve({
        kind: 'gaussian',
        mean: createBatch([1, mean.length], Float32Array.from(mean)),
        logVariance: createBatch([1, mean.length], Float32Array.from(variance, Math.log)),
      }),
  };
  const spec = { name: 'three', latentShape: [mean.length], condition: null };
  return {
    decoded,
    opened: { spec: spec as unknown as ModelSpec, as: () => model } as unknown as OpenModel,
  };
}

/** The plane through (1, 1, 1) along the third axis, and along the diagonal of the first two. */
const components = {
  mean: Float64Array.of(1, 1, 1),
  components: [Float64Array.of(0, 0, 1), Float64Array.of(0.6, 0.8, 0)],
  variances: [2, 1],
  totalVariance: 3,
};

describe('the plane of a model with more than two numbers', () => {
  it('decodes the point of the latent space that lies there', async () => {
    const { decoded, opened } = modelOf([0, 0, 0], [1, 1, 1]);
    const plane = planeOf(opened, components);
    await plane.decode(toPoint(2, -5));
    // (1, 1, 1) + 2 (0, 0, 1) - 5 (.6, .8, 0), by hand.
    expect(decoded).toEqual([[-2, -3, 3]]);
    await plane.decode(path(Float32Array.of(0, 0), Float32Array.of(2, 0), { steps: 3 }));
    expect(decoded.slice(1)).toEqual([
      [1, 1, 1],
      [1, 1, 2],
      [1, 1, 3],
    ]);
  });

  it('shows where a posterior lies on it, and decodes its mean outside of it', async () => {
    const { decoded, opened } = modelOf([4, 5, 3], [1, 4, 9]);
    const { mean, deviation } = await planeOf(opened, components).reconstruct(new Uint8Array(784));
    // (3, 4, 2) along the axes: 2 and .6 * 3 + .8 * 4 = 5.
    expect(mean[0]).toBeCloseTo(2, 5);
    expect(mean[1]).toBeCloseTo(5, 5);
    // Variances 9, and .36 * 1 + .64 * 4 = 2.92.
    expect(deviation[0]).toBeCloseTo(3, 5);
    expect(deviation[1]).toBeCloseTo(Math.sqrt(2.92), 5);
    expect(decoded).toEqual([[4, 5, 3]]);
  });

  it('must be of as many numbers as the latents', () => {
    expect(() => planeOf(modelOf([0, 0, 0], [1, 1, 1]).opened)).toThrow('2 latent numbers');
    expect(() => planeOf(modelOf([0, 0], [1, 1]).opened, components)).toThrow('3 latent numbers');
  });

  it('is the latent space itself of a model with two numbers', async () => {
    const { decoded, opened } = modelOf([4, 5], [1, 4]);
    const plane = planeOf(opened);
    await plane.decode(toPoint(2, -5));
    const { mean, deviation } = await plane.reconstruct(new Uint8Array(784));
    expect([decoded[0], mean, deviation]).toEqual([
      [2, -5],
      [4, 5],
      [1, 2],
    ]);
  });
});
