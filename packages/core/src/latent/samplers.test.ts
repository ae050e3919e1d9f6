/** Tests mixtures that are fitted to latents, and draws from them. */
import type { Batch, LatentModel } from '@speil/api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normals } from '../random/streams.js';
import { fitGaussianMixture, logDensity } from './gaussian-mixture.js';
import {
  fitMixtureSampler,
  createLearnedPriorSampler,
  createMixtureSampler,
  createStandardNormalSampler,
} from './samplers.js';
import { drawPosterior } from './tools.js';
import { sample } from './tools.js';

/** Three clusters: round ones at (-6, 0) and (6, 0), and one at (0, 9) that is stretched along the diagonal. */
function clouds(count: number): Batch {
  const noise = normals({ seed: 4, purpose: 'synthetic' }, 2 * count);
  const values = new Float32Array(2 * count);
  for (let n = 0; n < count; n++) {
    const [a, b] = [noise[2 * n]!, noise[2 * n + 1]!];
    // Half of the items belong to the first cluster, and a quarter to each of the others.
    const cloud = n % 4 < 2 ? 0 : (n % 4) - 1;
    const [x, y] = [
      [-6 + a, b],
      [6 + a, b],
      [2 * a + 0.5 * b, 9 + 2 * a - 0.5 * b],
    ][cloud]!;
    values.set([x!, y!], 2 * n);
  }
  return { shape: [count, 2], values };
}

describe('a Gaussian mixture', () => {
  it('of one component has the mean and the covariance of the data, by hand', () => {
    // (0, 0), (4, 0), (0, 4), (4, 4): mean (2, 2), variances 4, no covariance.
    const square = { shape: [4, 2], values: Float32Array.of(0, 0, 4, 0, 0, 4, 4, 4) };
    const mixture = fitGaussianMixture(square, { components: 1 });
    const { mean, cholesky, weight } = mixture.components[0]!;
    expect(weight).toBeCloseTo(1, 8);
    expect([...mean].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([2, 2]);
    expect(cholesky[0]).toBeCloseTo(2, 5);
    expect(cholesky[2]).toBeCloseTo(0, 5);
    // ln of the density at the mean: -ln(2 pi 4).
    const [log] = logDensity(mixture, { shape: [1, 2], values: Float32Array.of(2, 2) });
    expect(log).toBeCloseTo(-Math.log(8 * Math.PI), 5);
  });

  it.each([
    ['a single latent', [[2, -3]], 1],
    ['forty equal latents', Array.from({ length: 40 }, () => [2, -3]), 3],
    ['forty equal, large latents', Array.from({ length: 40 }, () => [2e6, -3e6]), 3],
    ['latents at 0, as a collapsed model gives', Array.from({ length: 40 }, () => [0, 0]), 3],
  ])('of %s has a minimum variance, and gives draws like its data', (_name, rows, components) => {
    const latents = { shape: [rows.length, 2], values: Float32Array.from(rows.flat()) };
    for (const covariance of ['full', 'diagonal'] as const) {
      const sampler = fitMixtureSampler(latents, { components, covariance });
      const { values } = sampler.sample(8, 1) as Batch;
      const last = rows[0]![1]!;
      for (let n = 0; n < 8; n++) {
        // The lower bound of the variance is 1e-12 of the latents' mean square. Allow six standard deviations.
        const spread = 6e-6 * Math.max(1, Math.abs(last));
        expect(Math.abs(values[2 * n + 1]! - last)).toBeLessThan(spread);
      }
    }
  });

  it('finds three clusters with their weights, means and covariances', () => {
    const { components } = fitGaussianMixture(clouds(2000), { components: 3, seed: 2 });
    const sorted = [...components].sort((a, b) => a.mean[0]! - b.mean[0]!);
    expect(sorted.map(({ weight }) => weight).map((w) => Math.round(w * 20) / 20)).toEqual([
      0.5, 0.25, 0.25,
    ]);
    expect(sorted[0]!.mean[0]).toBeCloseTo(-6, 0);
    expect(sorted[1]!.mean[1]).toBeCloseTo(9, 0);
    // The stretched cluster has variances of 4.25 and a covariance of 4 - .25.
    const [a, , b] = sorted[1]!.cholesky;
    expect(Math.abs(a! ** 2 - 4.25)).toBeLessThan(0.7);
    expect(Math.abs(a! * b! - 3.75)).toBeLessThan(0.7);
  });

  it('never loses likelihood from one iteration to the next, for full and diagonal covariances and any data', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('full' as const, 'diagonal' as const),
        fc.integer({ min: 0, max: 50 }),
        (components, covariance, seed) => {
          const noise = normals({ seed, purpose: 'synthetic' }, 120);
          const values = noise.map((v, i) => (i % 3 === 0 ? v ** 3 : v));
          const { logLikelihoods } = fitGaussianMixture(
            { shape: [40, 3], values },
            { components, covariance, seed, tolerance: -Infinity, rounds: 30 },
          );
          logLikelihoods.slice(1).forEach((value, i) => {
            expect(value).toBeGreaterThan(logLikelihoods[i]! - 1e-4);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('with diagonal covariances has no correlations, and fits worse than with full covariances', () => {
    const full = fitGaussianMixture(clouds(1000), { components: 3, seed: 2 });
    const diagonal = fitGaussianMixture(clouds(1000), {
      components: 3,
      seed: 2,
      covariance: 'diagonal',
    });
    expect(diagonal.components.every(({ cholesky }) => cholesky[2] === 0)).toBe(true);
    expect(full.logLikelihoods.at(-1)!).toBeGreaterThan(diagonal.logLikelihoods.at(-1)! + 0.05);
  });

  it('stays finite if many latents are the same point, or a dimension is constant', () => {
    const values = Float32Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 3 : i < 40 ? 1 : i));
    const mixture = fitGaussianMixture({ shape: [30, 2], values }, { components: 4 });
    const logs = logDensity(mixture, { shape: [30, 2], values });
    expect(logs.every(Number.isFinite)).toBe(true);
    expect(() =>
      fitGaussianMixture({ shape: [3, 1], values: values.subarray(0, 3) }, { components: 4 }),
    ).toThrow(/must be at least 4. Received: 3/u);
  });
});

describe('the samplers of latents', () => {
  it('give the same draws for the same seed, and other draws for another seed', async () => {
    for (const sampler of [
      createStandardNormalSampler([2]),
      fitMixtureSampler(clouds(300), { components: 3 }),
    ]) {
      const draw = async (seed: number) => [...(await sampler.sample(5, seed)).values];
      expect(await draw(1)).toEqual(await draw(1));
      expect(await draw(1)).not.toEqual(await draw(2));
    }
  });

  it('of a mixture give draws like its data: a mixture fitted to the draws explains both equally well', async () => {
    const latents = clouds(2000);
    const sampler = fitMixtureSampler(latents, { components: 3, seed: 2 });
    expect(sampler.name).toBe('mixture of 3 Gaussians');
    const drawn = await sampler.sample(4000, 1);
    const again = fitGaussianMixture(drawn, { components: 3, seed: 2 });
    const mean = (logs: Float64Array): number => logs.reduce((a, b) => a + b, 0) / logs.length;
    expect(mean(logDensity(again, latents))).toBeCloseTo(mean(logDensity(again, drawn)), 1);
  });

  it('keep the latent shape, and refuse a shape that does not fit', async () => {
    const flat = fitGaussianMixture(clouds(50), { components: 2 });
    expect((await createMixtureSampler(flat, [1, 2]).sample(3, 0)).shape).toEqual([3, 1, 2]);
    expect(() => createMixtureSampler(flat, [3])).toThrow(
      /mixture of 2 numbers gives no latents of shape \[3\]/u,
    );
    const odd = createLearnedPriorSampler('own', [4], () => ({
      shape: [1, 2],
      values: new Float32Array(2),
    }));
    await expect(async () => await odd.sample(1, 0)).rejects.toThrow(
      'Sampler own must give latents of shape [1, 4]. Received: [1, 2].',
    );
  });

  it('can be used to sample items of a model', async () => {
    const model = {
      spec: { latentShape: [2], bottleneck: { kind: 'gaussian' } },
      decode: (latents: Batch) => Promise.resolve([...latents.values]),
    } as unknown as LatentModel<number>;
    const sampler = createLearnedPriorSampler('ones', [2], (count) => ({
      shape: [count, 2],
      values: new Float32Array(2 * count).fill(1),
    }));
    expect(await sample(model, 2, { sampler })).toEqual([1, 1, 1, 1]);
    expect(await sample(model, 1, { seed: 3 })).toEqual([
      ...(await createStandardNormalSampler([2]).sample(1, 3)).values,
    ]);
  });
});

describe('a draw from each posterior', () => {
  const [count, mean, sigma] = [4000, 2, 0.5];
  const filled = (value: number) => ({
    shape: [count, 1],
    values: new Float32Array(count).fill(value),
  });
  const posterior = { mean: filled(mean), logVariance: filled(2 * Math.log(sigma)) };

  it('has the mean and the standard deviation of the posterior', () => {
    const { shape, values } = drawPosterior(posterior, 1);
    expect(shape).toEqual([count, 1]);
    const centre = values.reduce((sum, value) => sum + value, 0) / count;
    const spread = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / count;
    // Within four standard errors: .5 / sqrt(4000) for the mean, and .5 / sqrt(8000) for the standard deviation.
    expect(Math.abs(centre - mean)).toBeLessThan(0.032);
    expect(Math.abs(Math.sqrt(spread) - sigma)).toBeLessThan(0.023);
  });

  it('is the same for the same seed, different for other items, and the mean if there is no variance', () => {
    expect(drawPosterior(posterior, 1)).toEqual(drawPosterior(posterior, 1));
    expect(drawPosterior(posterior, 1, count)).not.toEqual(drawPosterior(posterior, 1));
    expect(drawPosterior({ mean: posterior.mean }, 1)).toBe(posterior.mean);
  });
});
