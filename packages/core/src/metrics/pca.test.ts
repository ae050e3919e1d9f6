/** Compares principal components with hand computation and with published errors on MNIST. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { normals } from '../random/streams.js';
import { CovarianceSums, principalComponents, findPrincipalComponents } from './pca.js';
import { meanSquaredError } from './pictures.js';
import { project, unproject } from './linear-projection.js';

const sumsOf = (rows: readonly (readonly number[])[]): CovarianceSums => {
  const sums = new CovarianceSums(rows[0]!.length);
  for (const row of rows) sums.add(Float32Array.from(row));
  return sums;
};

describe('principal components', () => {
  it('of four points with the covariance [[2.5, 1.5], [1.5, 2.5]] have variances 4 and 1 along the diagonals', () => {
    // The points are (2, 2), (-2, -2), (1, -1), (-1, 1), shifted by (3, 5). The sums of squares are 10, and the sum of
    // products is 6.
    const points = [
      [5, 7],
      [1, 3],
      [4, 4],
      [2, 6],
    ];
    const pca = principalComponents(sumsOf(points), 2);
    expect([...pca.mean]).toEqual([3, 5]);
    expect(pca.variances[0]).toBeCloseTo(4, 12);
    expect(pca.variances[1]).toBeCloseTo(1, 12);
    expect(pca.totalVariance).toBeCloseTo(5, 12);
    expect(pca.components[0]![0]).toBeCloseTo(Math.SQRT1_2, 8);
    expect(pca.components[0]![1]).toBeCloseTo(Math.SQRT1_2, 8);
    const items = { shape: [4, 2], values: Float32Array.from(points.flat()) };
    expect(unproject(pca, project(pca, items), [2]).values[0]).toBeCloseTo(5, 5);
  });

  it('are orthogonal unit vectors, and the error without some of them is their variance', () => {
    const [rows, width] = [400, 30];
    const noise = normals({ seed: 1, purpose: 'synthetic' }, rows * width);
    const values = noise.map((value, i) => value / (1 + (i % width)));
    const sums = new CovarianceSums(width);
    sums.add(values.subarray(0, 100 * width));
    sums.add(values.subarray(100 * width));
    const pca = principalComponents(sums, 5);
    for (const [a, one] of pca.components.entries()) {
      for (const [b, other] of pca.components.entries()) {
        const product = one.reduce((sum, value, i) => sum + value * other[i]!, 0);
        expect(product).toBeCloseTo(a === b ? 1 : 0, 10);
      }
    }
    const items = { shape: [rows, width], values };
    const back = unproject(pca, project(pca, items), [width]);
    const explained = pca.variances.reduce((a, b) => a + b);
    expect(meanSquaredError(values, back.values) * width).toBeCloseTo(
      pca.totalVariance - explained,
      5,
    );
  });

  it('give the mean if their number is 0, and its error is the total variance', () => {
    const pca = principalComponents(
      sumsOf([
        [0, 2],
        [4, 2],
      ]),
      0,
    );
    const latents = project(pca, { shape: [1, 2], values: Float32Array.of(9, 9) });
    expect(latents.shape).toEqual([1, 0]);
    expect([...unproject(pca, latents, [2]).values]).toEqual([2, 2]);
    expect(pca.totalVariance).toBeCloseTo(4, 12);
  });

  it('of data on a line have no variance in other directions', () => {
    const pca = principalComponents(
      sumsOf([
        [0, 0, 0],
        [1, 2, 2],
        [2, 4, 4],
      ]),
      3,
    );
    expect(pca.variances[0]).toBeCloseTo((2 / 3) * 9, 10);
    expect(pca.variances[1]).toBeCloseTo(0, 10);
    expect(pca.components[0]![2]).toBeCloseTo(2 / 3, 8);
  });

  it('are refused without data, or for a number above the width of the data', () => {
    expect(() => principalComponents(new CovarianceSums(2), 1)).toThrow(
      /Received: components=1 of 0/u,
    );
    expect(() => principalComponents(sumsOf([[1, 2]]), 3)).toThrow(/from 0 to 2/u);
    expect(() => new CovarianceSums(12_288)).toThrow(/limited to 4096 values/u);
  });

  const shared = new URL('../../../../../shared/data/mnist/', import.meta.url);
  it.skipIf(!existsSync(shared))(
    'of MNIST’s training part give the published errors per pixel on its test part (shared MNIST)',
    async () => {
      const images = (part: string) => {
        const bytes = gunzipSync(
          readFileSync(new URL(`${part}-images-idx3-ubyte.gz`, shared)),
        ).subarray(16);
        return {
          id: part,
          size: bytes.length / 784,
          shape: [28, 28, 1],
          fingerprint: '0'.repeat(64),
          read: (indices: ArrayLike<number>) => {
            const values = new Float32Array(indices.length * 784);
            Array.from(indices).forEach((index, row) => {
              for (let i = 0; i < 784; i++) values[row * 784 + i] = bytes[index * 784 + i]! / 255;
            });
            return { shape: [indices.length, 28, 28, 1], values };
          },
        };
      };
      const pca = await findPrincipalComponents(images('train'), 32);
      const test = images('t10k').read(Array.from({ length: 10_000 }, (_, i) => i));
      for (const [count, published] of [
        [2, 0.0557],
        [8, 0.0374],
        [16, 0.0269],
        [32, 0.0168],
      ] as const) {
        const some = { ...pca, components: pca.components.slice(0, count) };
        const error = meanSquaredError(
          test.values,
          unproject(some, project(some, test), [784]).values,
        );
        expect(Math.abs(error / published - 1), `k=${count}: ${error}`).toBeLessThan(0.01);
      }
    },
  );
});
