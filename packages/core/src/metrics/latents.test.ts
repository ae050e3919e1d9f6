/** Compares measures of latents and features with values computed by hand. */
import type { Batch } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { normals } from '../random/streams.js';
import { frechetDistance, precisionRecall } from './feature-distances.js';
import { mutualInformationGap } from './mig.js';
import { latentInformation } from './mutual-information.js';
import { linearProbe, nearestNeighbourAccuracy } from './probes.js';
import { twoSampleTest } from './two-sample.js';

const batch = (rows: readonly (readonly number[])[]): Batch => ({
  shape: [rows.length, rows[0]!.length],
  values: Float32Array.from(rows.flat()),
});
const drawn = (count: number, width: number, operation: number, shift = 0): Batch => ({
  shape: [count, width],
  values: normals({ seed: 3, purpose: 'synthetic', operation }, count * width).map(
    (v) => v + shift,
  ),
});

describe('the mutual information of an item and its latent', () => {
  const posterior = (means: number[], logVariance: number) => ({
    kind: 'gaussian' as const,
    mean: batch(means.map((mean) => [mean])),
    logVariance: batch(means.map(() => [logVariance])),
  });

  it('is ln N if no two posteriors overlap, and 0 if all are the same', () => {
    const apart = latentInformation(posterior([-30, -10, 10, 30], -2));
    expect(apart.mutualInformation).toBeCloseTo(Math.log(4), 6);
    const same = latentInformation(posterior([0.3, 0.3, 0.3], -1));
    expect(same.mutualInformation).toBeCloseTo(0, 6);
  });

  it('of N(-1, 1) and N(1, 1) is .3369 nats, the capacity of a binary channel at 0 dB (.486 bits)', () => {
    const { mutualInformation } = latentInformation(posterior([-1, 1], 0), {
      samples: 40_000,
      seed: 1,
    });
    expect(mutualInformation).toBeCloseTo(0.486 * Math.LN2, 2);
  });

  it('and the distance of the aggregated posterior from the prior sum to the KL', () => {
    // KL(N(m, s^2) || N(0, 1)) = (m^2 + s^2 - ln s^2 - 1) / 2 = (4 + 1 / e + 1 - 1) / 2.
    const { mutualInformation, marginalKl } = latentInformation(posterior([-2, 2], -1), {
      samples: 20_000,
    });
    expect(mutualInformation + marginalKl).toBeCloseTo((4 + Math.exp(-1) + 1 - 1) / 2, 1);
  });
});

describe('a linear probe', () => {
  it('finds the log odds of counts, for three of four at x = 1 and one of four at x = -1', () => {
    const latents = batch([[1], [1], [1], [1], [-1], [-1], [-1], [-1]]);
    const labels = [1, 1, 1, 0, 0, 0, 0, 1];
    const { weights, accuracy, loss } = linearProbe(
      { latents, labels },
      { latents, labels },
      { l2: 0, steps: 5000 },
    );
    expect(weights[1]! - weights[0]!).toBeCloseTo(Math.log(3), 4);
    expect(weights[3]! - weights[2]!).toBeCloseTo(0, 4);
    expect(accuracy).toBe(0.75);
    // The entropy of the shares 3/4 and 1/4.
    expect(loss).toBeCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 5);
  });

  it('separates classes in three corners, but not a class inside a ring', () => {
    const corner = (label: number, i: number): number[] => [
      [0, 8, 0][label]! + Math.sin(7 * i),
      [0, 0, 8][label]! + Math.cos(11 * i),
    ];
    const labels = Array.from({ length: 90 }, (_, i) => i % 3);
    const latents = batch(labels.map((label, i) => corner(label, i)));
    expect(linearProbe({ latents, labels }, { latents, labels }).accuracy).toBe(1);
    const ring = batch(
      labels.map((_, i) => [(i % 2) * 3 * Math.cos(i), (i % 2) * 3 * Math.sin(i)]),
    );
    const inside = labels.map((_, i) => i % 2);
    const within = { latents: ring, labels: inside };
    expect(linearProbe(within, within).accuracy).toBeLessThan(0.8);
    expect(nearestNeighbourAccuracy(within, within, { k: 3 })).toBe(1);
  });

  it('refuses labels whose number differs from the number of latents', () => {
    const latents = batch([[1], [2]]);
    expect(() => linearProbe({ latents, labels: [1] }, { latents, labels: [1, 0] })).toThrow(
      /Received: 2 latents and 1 labels/u,
    );
  });
});

describe('the nearest neighbours', () => {
  const train = { latents: batch([[0], [1], [2], [10], [11]]), labels: [0, 0, 1, 1, 1] };

  it('vote on the class, and the nearest one decides a tie', () => {
    const test = { latents: batch([[0.4], [1.9], [9]]), labels: [0, 1, 1] };
    // For k = 1 the classes are 0, 1, 1. For k = 2 the neighbours of 1.9 are 2 (class 1) and 1 (class 0), and the
    // nearer one decides.
    expect(nearestNeighbourAccuracy(train, test, { k: 1 })).toBe(1);
    expect(nearestNeighbourAccuracy(train, test, { k: 2 })).toBe(1);
    // For k = 3 the neighbours of 1.9 are 2, 1 and 0, which give class 0.
    expect(nearestNeighbourAccuracy(train, test, { k: 3 })).toBeCloseTo(2 / 3, 12);
    expect(() => nearestNeighbourAccuracy(train, test, { k: 6 })).toThrow(/Received: k=6/u);
  });
});

describe('the mutual information gap', () => {
  const count = 4000;
  const factors = {
    names: ['shape', 'x'],
    sizes: [3, 16],
    values: Uint8Array.from({ length: 2 * count }, (_, i) =>
      i % 2 === 0 ? Math.floor(i / 2) % 3 : Math.floor(i / 6) % 16,
    ),
  };
  const factor = (n: number, f: number): number => factors.values[2 * n + f]!;
  const noise = normals({ seed: 5, purpose: 'synthetic' }, 3 * count);
  const latents = (code: (n: number) => number[]): Batch =>
    batch(Array.from({ length: count }, (_, n) => code(n)));

  it('is 1 if each factor has its own dimension', () => {
    const result = mutualInformationGap(
      latents((n) => [-2 * factor(n, 1), noise[n]!, factor(n, 0)]),
      factors,
    );
    expect(result.mig).toBeCloseTo(1, 1);
    expect(result.information[0]![1]).toBeCloseTo(Math.log(16), 2);
  });

  it('is 0 if two dimensions contain the same information, or no dimension contains any', () => {
    const twice = mutualInformationGap(
      latents((n) => [factor(n, 0), 3 - factor(n, 0)]),
      factors,
    );
    expect(twice.gaps[0]).toBe(0);
    expect(twice.information[0]![0]).toBeCloseTo(Math.log(3), 4);
    const nothing = mutualInformationGap(
      latents((n) => [noise[n]!, noise[count + n]!]),
      factors,
    );
    expect(nothing.mig).toBeLessThan(0.02);
  });

  it('is 1/2 if a dimension contains half of the information on a factor: ln 2 of ln 4', () => {
    const quarters = {
      names: ['q'],
      sizes: [4],
      values: Uint8Array.from({ length: 400 }, (_, i) => i % 4),
    };
    const half = batch(Array.from({ length: 400 }, (_, i) => [i % 4 < 2 ? 0 : 1, 7]));
    expect(mutualInformationGap(half, quarters).mig).toBeCloseTo(0.5, 12);
  });

  it('leaves out a factor that does not vary among the items', () => {
    const constant = {
      names: ['q', 'colour'],
      sizes: [4, 2],
      values: Uint8Array.from({ length: 800 }, (_, i) => (i % 2 === 0 ? (i / 2) % 4 : 1)),
    };
    const exact = batch(Array.from({ length: 400 }, (_, i) => [i % 4, 7]));
    const { mig, gaps } = mutualInformationGap(exact, constant);
    expect(mig).toBeCloseTo(1, 12);
    expect(gaps[1]).toBeNull();
  });

  it('refuses factors whose number of items is not that of the latents', () => {
    expect(() =>
      mutualInformationGap(
        batch([
          [1, 2],
          [3, 4],
        ]),
        factors,
      ),
    ).toThrow(/Received: 2 latents of 2/u);
  });
});

describe('the two-sample test', () => {
  it('computes the discrepancy of two points from two others, by hand', () => {
    // The kernel is exp(-d^2 / 2). Within the samples it is exp(-.5) and exp(-2), and between them exp(-4.5),
    // exp(-12.5), exp(-2) and exp(-8).
    const { mmd2 } = twoSampleTest(batch([[0], [1]]), batch([[3], [5]]), {
      bandwidth: 1,
      permutations: 1,
    });
    const between = Math.exp(-4.5) + Math.exp(-12.5) + Math.exp(-2) + Math.exp(-8);
    expect(mmd2).toBeCloseTo(Math.exp(-0.5) + Math.exp(-2) - between / 2, 12);
  });

  it('rejects two samples of the same distribution no more often than its level', () => {
    let rejected = 0;
    for (let i = 0; i < 100; i++) {
      const test = twoSampleTest(drawn(25, 2, 2 * i), drawn(25, 2, 2 * i + 1), {
        permutations: 99,
      });
      if (test.pValue <= 0.05) rejected++;
    }
    // Four standard deviations above the mean of Binomial(100, .05).
    expect(rejected).toBeLessThan(14);
  });

  it('rejects a shift and a different scale at the level .01, and gives the same result for the same seed', () => {
    const [a, b] = [drawn(200, 2, 1), drawn(200, 2, 2, 0.5)];
    const test = twoSampleTest(a, b, { permutations: 199 });
    expect(test.pValue).toBeLessThan(0.01);
    expect(twoSampleTest(a, b, { permutations: 199 })).toEqual(test);
    const wide = { ...b, values: drawn(200, 2, 2).values.map((v) => 1.6 * v) };
    expect(twoSampleTest(a, wide, { permutations: 199 }).pValue).toBeLessThan(0.01);
    expect(() => twoSampleTest(drawn(4001, 1, 1), b)).toThrow(/rows of the same length/u);
  });
});

describe('the distances of features', () => {
  it('include the Fréchet distance of Gaussians with diagonal covariances, by hand', () => {
    // The means are 0 and (3, 4). The variances (with divisor n - 1) are 2 and 8 in both of two uncorrelated
    // directions.
    const cross = (size: number, x: number, y: number): number[][] => [
      [x + size, y],
      [x - size, y],
      [x, y + size],
      [x, y - size],
    ];
    const [a, b] = [batch(cross(Math.sqrt(3), 0, 0)), batch(cross(2 * Math.sqrt(3), 3, 4))];
    // 25 + 2 (2 + 8 - 2 sqrt(16)).
    expect(frechetDistance(a, b)).toBeCloseTo(25 + 2 * 2, 5);
    expect(frechetDistance(a, a)).toBeCloseTo(0, 10);
  });

  it('include the Fréchet distance of 2 x 2 covariances that do not commute, with tr (S1 S2)^(1/2) = sqrt(tr + 2 sqrt(det))', () => {
    const [a, b] = [drawn(300, 2, 1), drawn(300, 2, 2)];
    const bent = {
      ...b,
      values: b.values.map((v, i) => (i % 2 === 0 ? 2 * v : v + 3 * b.values[i - 1]!)),
    };
    const moments = ({ values }: Batch) => {
      const n = values.length / 2;
      const [x, y] = [0, 1].map((c) => values.filter((_, i) => i % 2 === c));
      const mean = (v: Float32Array): number => v.reduce((s, e) => s + e, 0) / n;
      const [mx, my] = [mean(x!), mean(y!)];
      const cov = (p: Float32Array, q: Float32Array, mp: number, mq: number): number =>
        p.reduce((s, e, i) => s + (e - mp) * (q[i]! - mq), 0) / (n - 1);
      return { mx, my, xx: cov(x!, x!, mx, mx), yy: cov(y!, y!, my, my), xy: cov(x!, y!, mx, my) };
    };
    const [p, q] = [moments(a), moments(bent)];
    const trace = p.xx * q.xx + 2 * p.xy * q.xy + p.yy * q.yy;
    const det = (p.xx * p.yy - p.xy ** 2) * (q.xx * q.yy - q.xy ** 2);
    const expected =
      (p.mx - q.mx) ** 2 +
      (p.my - q.my) ** 2 +
      p.xx +
      p.yy +
      q.xx +
      q.yy -
      2 * Math.sqrt(trace + 2 * Math.sqrt(det));
    expect(frechetDistance(a, bent)).toBeCloseTo(expected, 6);
  });

  it('include precision and recall on a line for k = 1, by hand', () => {
    // The real items 0, 1, 2, 3 have balls of radius 1, which cover -1 to 4. The generated items 3.5, 4.5, 8, 9.5 have
    // the radii 1, 1, 1.5, 1.5.
    const real = batch([[0], [1], [2], [3]]);
    const generated = batch([[3.5], [4.5], [8], [9.5]]);
    expect(precisionRecall(real, generated, { k: 1 })).toEqual({ precision: 0.25, recall: 0.25 });
    expect(precisionRecall(real, real, { k: 1 })).toEqual({ precision: 1, recall: 1 });
    expect(() => precisionRecall(real, generated, { k: 4 })).toThrow(
      /must be at least 5. Received: 4/u,
    );
  });
});
