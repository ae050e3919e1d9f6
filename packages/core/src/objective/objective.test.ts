import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { uniforms } from '../random/streams.js';
import { chargedKl, klPerDimension } from './kl.js';
import { drawData, meanOf, negativeLogLikelihood } from '../likelihoods/likelihoods.js';

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
  it('charge the mean of the sums when there are none', () => {
    expect(chargedKl(kl(), undefined).dataSync()[0]).toBeCloseTo(3.2, 6);
  });
  it('charge each dimension at least its allowance (Kingma et al. 2016)', () => {
    // Means .2 and 3; with lambda .5: .5 + 3.
    expect(chargedKl(kl(), { nats: 0.5, per: 'dimension' }).dataSync()[0]).toBeCloseTo(3.5, 6);
  });
  it('charge only what is above the allowance of the whole (Roberts et al. 2018)', () => {
    // Sums 2.1 and 4.3; with 3 free: 0 and 1.3, mean .65.
    expect(chargedKl(kl(), { nats: 3, per: 'latent' }).dataSync()[0]).toBeCloseTo(0.65, 6);
  });
});

describe('the negative log likelihood', () => {
  it('of a Bernoulli sums over an item and takes logits', () => {
    // -ln s(2) - ln(1 - s(-1)) = .126928 + .313262.
    const nll = negativeLogLikelihood(
      { kind: 'bernoulli' },
      tf.tensor2d([[1, 0]]),
      tf.tensor2d([[2, -1]]),
    );
    expect(nll.dataSync()[0]).toBeCloseTo(0.44019, 5);
  });

  it('of a Bernoulli stays finite for logits of 1000', () => {
    const nll = negativeLogLikelihood(
      { kind: 'bernoulli' },
      tf.tensor2d([[1, 0]]),
      tf.tensor2d([[1000, 1000]]),
    );
    expect(nll.dataSync()[0]).toBeCloseTo(1000, 3);
  });

  it('of a Gaussian has the constant of the density', () => {
    // x - mean = 2, variance 4: 4 / 8 + ln(2 pi 4) / 2 = .5 + 1.612086.
    const nll = negativeLogLikelihood(
      { kind: 'gaussian', variance: 4 },
      tf.tensor2d([[3]]),
      tf.tensor2d([[1]]),
    );
    expect(nll.dataSync()[0]).toBeCloseTo(2.112086, 5);
  });

  it('by mean squared error is a sum over the item', () => {
    const nll = negativeLogLikelihood(
      { kind: 'mse' },
      tf.tensor2d([[1, 2]]),
      tf.tensor2d([[0, 4]]),
    );
    expect(nll.dataSync()[0]).toBeCloseTo(5, 6);
  });
});

describe('a groove', () => {
  it('costs the logits of its hits, and squared errors of what is heard', () => {
    // Hit with logit 0: ln 2. Velocity .9 where sigmoid(0) = .5 is said: .16. Offset -.2 where tanh(0) = 0 is: .04.
    const x = tf.tensor3d([1, 0.9, -0.2], [1, 1, 3]);
    const nll = negativeLogLikelihood({ kind: 'groove' }, x, tf.zeros([1, 1, 3]));
    expect(nll.dataSync()[0]).toBeCloseTo(Math.LN2 + 0.16 + 0.04, 6);
  });
});

describe('one of several at each place', () => {
  const categorical = { kind: 'categorical' } as const;
  const logits = (): tf.Tensor =>
    tf.tensor3d([
      [
        [1, 2, 3],
        [0, 0, 0],
      ],
    ]);
  const chosen = (): tf.Tensor =>
    tf.tensor3d([
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
    ]);

  it('costs -ln softmax of what is chosen, summed over the places', () => {
    // By hand: ln(e^-2 + e^-1 + 1) = .407606 and ln 3 = 1.098612.
    const nll = negativeLogLikelihood(categorical, chosen(), logits());
    expect(nll.dataSync()[0]).toBeCloseTo(0.407606 + 1.098612, 5);
    const huge = negativeLogLikelihood(categorical, chosen(), tf.mul(logits(), 1000));
    expect(huge.dataSync()[0]).toBeCloseTo(1.098612, 5);
  });

  it('has a softmax in each part', () => {
    const parts = { ...categorical, parts: [1, 2] };
    const rows = tf.tensor2d([[7, 1, 3]]);
    // The lone one of the first part is certain; in the second ln(1 + e^-2) = .126928.
    const nll = negativeLogLikelihood(parts, tf.tensor2d([[1, 0, 1]]), rows);
    expect(nll.dataSync()[0]).toBeCloseTo(0.126928, 5);
    const mean = meanOf(parts, rows).dataSync();
    expect(mean[0]).toBe(1);
    expect(mean[2]).toBeCloseTo(0.880797, 5);
  });

  it('is drawn as often as its probability says', () => {
    const count = 20_000;
    const noise = tf.tensor2d(uniforms({ seed: 3, purpose: 'measuring' }, 3 * count), [count, 3]);
    const rows = tf.tile(tf.tensor2d([[0, 1, 2]]), [count, 1]);
    const drawn = drawData(categorical, rows, noise, tf.scalar(2));
    const share = tf.mean(drawn, 0).dataSync();
    // softmax(0, .5, 1) = .186324, .307196, .506480; the standard error is .0035 at most.
    [0.186324, 0.307196, 0.50648].forEach((p, i) => {
      expect(Math.abs(share[i]! - p)).toBeLessThan(0.012);
    });
    expect(tf.sum(drawn).dataSync()[0]).toBe(count);
  });

  it('has the gradient of a central difference', () => {
    const loss = (x: tf.Tensor): tf.Scalar =>
      tf.sum(negativeLogLikelihood({ ...categorical, parts: [2, 1] }, chosen(), x));
    const gradient = tf.grad(loss)(logits()).dataSync();
    const start = logits().dataSync();
    start.forEach((_, i) => {
      const at = (step: number): number =>
        loss(
          tf.tensor(
            Float32Array.from(start, (v, j) => v + (i === j ? step : 0)),
            [1, 2, 3],
          ),
        ).dataSync()[0]!;
      expect(gradient[i]).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 3);
    });
  });
});
