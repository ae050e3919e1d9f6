import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { standardNormal } from '../priors/standard-normal.js';
import { chargedKl } from './kl.js';

const klPerDimension = standardNormal.klFrom!;

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

describe('the KL of a diagonal Gaussian from the standard normal', () => {
  it('is 0 for the standard normal itself', () => {
    const zeros = tf.zeros([1, 3]);
    expect([...klPerDimension(zeros, zeros).dataSync()]).toEqual([0, 0, 0]);
  });

  it('is (mean^2 + variance - 1 - ln variance) / 2', () => {
    // By hand: mean 1, variance e: (1 + 2.718282 - 1 - 1) / 2 = .859141; mean 2, variance 1: 4 / 2 = 2.
    const kl = klPerDimension(tf.tensor2d([[1, 2]]), tf.tensor2d([[1, 0]])).dataSync();
    expect(kl[0]).toBeCloseTo(0.859141, 5);
    expect(kl[1]).toBeCloseTo(2, 6);
  });

  it('equals the integral of q (ln q - ln p)', () => {
    // The definition with q = N(.7, .25), integrated on a fine grid in double precision.
    const [mean, logVariance] = [0.7, Math.log(0.25)];
    const cells = 200_000;
    let sum = 0;
    for (let i = 0; i < cells; i++) {
      const u = -8 + (16 * (i + 0.5)) / cells;
      const density = Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
      const z = mean + 0.5 * u;
      const logQ = -0.5 * (u * u + Math.log(2 * Math.PI) + logVariance);
      const logP = -0.5 * (z * z + Math.log(2 * Math.PI));
      sum += density * (logQ - logP) * (16 / cells);
    }
    const closed = klPerDimension(tf.tensor2d([[mean]]), tf.tensor2d([[logVariance]])).dataSync();
    expect(closed[0]).toBeCloseTo(sum, 4);
  });
});

describe('free bits', () => {
  const kl = (): tf.Tensor2D =>
    tf.tensor2d([
      [0.1, 2],
      [0.3, 4],
    ]);
  it('are optional: without them, the result is the mean of the items’ sums', () => {
    expect(chargedKl(kl(), undefined).dataSync()[0]).toBeCloseTo(3.2, 6);
  });
  it('count each dimension with at least its free bits (Kingma et al. 2016)', () => {
    // The means are .2 and 3. With lambda = .5 the result is .5 + 3.
    expect(chargedKl(kl(), { nats: 0.5, per: 'dimension' }).dataSync()[0]).toBeCloseTo(3.5, 6);
  });
  it('count only the part of the total KL above the free bits (Roberts et al. 2018)', () => {
    // The sums are 2.1 and 4.3. With 3 free nats they become 0 and 1.3, with a mean of .65.
    expect(chargedKl(kl(), { nats: 3, per: 'latent' }).dataSync()[0]).toBeCloseTo(0.65, 6);
  });
});
