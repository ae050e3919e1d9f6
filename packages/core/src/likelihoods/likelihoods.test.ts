/** Compares the likelihoods with hand computation, integrals in double precision and published values. */
import * as tf from '@tensorflow/tfjs-core';
import type { LikelihoodSpec } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { uniforms } from '../random/streams.js';
import { logNormalizer, meanOf, quantile } from './continuous-bernoulli.js';
import { likelihoodContract } from '../testing/likelihood-contract.js';
import { sumPerItem, type Likelihood, type LikelihoodVariables } from './likelihood.js';
import { createLikelihood } from './likelihoods.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

const value = (x: tf.Tensor): number => x.dataSync()[0]!;
const withVariable = (v: number): LikelihoodVariables => ({ variable: () => tf.scalar(v) });
const negativeLogLikelihood = (
  spec: LikelihoodSpec,
  x: tf.Tensor,
  output: tf.Tensor,
  variables?: LikelihoodVariables,
): tf.Tensor => createLikelihood(spec).negativeLogLikelihood(x, output, variables);

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

  it('by squared error is a sum over the item', () => {
    const nll = negativeLogLikelihood(
      { kind: 'mse' },
      tf.tensor2d([[1, 2]]),
      tf.tensor2d([[0, 4]]),
    );
    expect(nll.dataSync()[0]).toBeCloseTo(5, 6);
  });
});

describe('a draw from a Bernoulli', () => {
  it('is 1 as often as its probability says', () => {
    const u = tf.tensor2d(uniforms({ seed: 1, purpose: 'synthetic' }, 4000), [4000, 1]);
    const logit = Math.log(0.3 / 0.7);
    const drawn = createLikelihood({ kind: 'bernoulli' }).sample(tf.fill([4000, 1], logit), {
      noise: u,
      temperature: tf.scalar(1),
    });
    // Four standard errors of 4,000 draws: .029.
    expect(Math.abs(value(tf.mean(drawn)) - 0.3)).toBeLessThan(0.029);
  });
});

describe('the continuous Bernoulli', () => {
  // Logits on both sides of the limit of the series, in the middle, and far outside.
  const logits = [-40, -5, -0.31, -0.29, -1e-4, 0, 0.2, 0.299, 0.301, 3, 60];
  const integrate = (h: number, f: (x: number) => number): number => {
    const cells = 200_000;
    let sum = 0;
    for (let i = 0; i < cells; i++) {
      const x = (i + 0.5) / cells;
      sum += (f(x) * Math.exp(h * x - Math.max(h, 0))) / cells;
    }
    return sum;
  };

  it.each(logits)('integrates to one at logit %d', (h) => {
    // p(x) = C exp(h x) / (1 + e^h): 1 / C is the integral.
    const softplus = Math.max(h, 0) + Math.log1p(Math.exp(-Math.abs(h)));
    const expected = softplus - Math.max(h, 0) - Math.log(integrate(h, () => 1));
    expect(value(logNormalizer(tf.tensor1d([h])))).toBeCloseTo(expected, 4);
  });

  it.each(logits)('has the mean of its density at logit %d', (h) => {
    const expected = integrate(h, (x) => x) / integrate(h, () => 1);
    expect(value(meanOf(tf.tensor1d([h])))).toBeCloseTo(expected, 4);
  });

  it('has C = 2 at 1/2, as in the paper', () => {
    expect(value(logNormalizer(tf.tensor1d([0])))).toBeCloseTo(Math.log(2), 6);
  });

  it('is drawn by the inverse of its distribution function', () => {
    // F(x) = (e^(h x) - 1) / (e^h - 1).
    for (const h of [-8, -0.5, 0.5, 8]) {
      const x = value(quantile(tf.tensor1d([h]), tf.tensor1d([0.3])));
      expect(Math.expm1(h * x) / Math.expm1(h)).toBeCloseTo(0.3, 4);
    }
    const far = quantile(tf.tensor1d([200, -200]), tf.tensor1d([0.5, 0.5])).dataSync();
    expect(far[0]).toBeGreaterThan(0.99);
    expect(far[1]).toBeLessThan(0.01);
  });
});

describe('the discretised logistic', () => {
  const nll = (x: number, mean: number, logScale: number): number =>
    value(
      negativeLogLikelihood(
        { kind: 'discretizedLogistic' },
        tf.tensor2d([[x]]),
        tf.tensor2d([[mean]]),
        withVariable(logScale),
      ),
    );

  it.each([-1, -3, -5])('has a total mass of 1 over all 256 levels, at ln scale %d', (logScale) => {
    const x = Array.from({ length: 256 }, (_, level) => level / 255);
    const mass = negativeLogLikelihood(
      { kind: 'discretizedLogistic' },
      tf.tensor2d(x, [256, 1]),
      tf.fill([256, 1], 0.37),
      withVariable(logScale),
    );
    expect(value(tf.sum(tf.exp(tf.neg(mass))))).toBeCloseTo(1, 4);
  });

  it('is the difference of two logistic functions', () => {
    // With a scale of e^-2, a mean of .5 and the level x = 100/255: s((x + 1/510 - .5) e^2) - s((x - 1/510 - .5) e^2).
    const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
    const rate = Math.exp(2);
    const mass = (edge: number): number => sigmoid((100 / 255 + edge - 0.5) * rate);
    // The soft lower bound of the scale changes ln scale by e^-5.
    expect(nll(100 / 255, 0.5, -2)).toBeCloseTo(-Math.log(mass(1 / 510) - mass(-1 / 510)), 1);
  });

  it('stays finite if the mass is far below the range of single precision', () => {
    expect(nll(1 / 255, 1, -6)).toBeGreaterThan(100);
    expect(Number.isFinite(nll(1 / 255, 1, -6))).toBe(true);
  });

  it('gives levels of a byte as draws', () => {
    const spec = { kind: 'discretizedLogistic' } as const;
    const u = tf.tensor2d([[0, 0.3, 0.999]]);
    const drawn = createLikelihood(spec).sample(
      tf.fill([1, 3], 0.5),
      { noise: u, temperature: tf.scalar(1) },
      withVariable(-3),
    );
    for (const x of drawn.dataSync()) expect(x * 255).toBeCloseTo(Math.round(x * 255), 3);
  });
});

describe('a Gaussian that learns its variance', () => {
  it('equals a Gaussian with that fixed variance', () => {
    const [x, mean] = [tf.tensor2d([[1, 0.2]]), tf.tensor2d([[0.4, 0.1]])];
    const learned = negativeLogLikelihood(
      { kind: 'gaussian', variance: 'learned' },
      x,
      mean,
      withVariable(Math.log(0.3)),
    );
    const fixed = negativeLogLikelihood({ kind: 'gaussian', variance: 0.3 }, x, mean);
    expect(value(learned)).toBeCloseTo(value(fixed), 3);
  });

  it('is most likely if the variance is the mean squared error (Rybkin et al. 2021, equation 6)', () => {
    // The errors are .6 and .2, so the mean squared error is .2.
    const [x, mean] = [tf.tensor2d([[1, 0.2]]), tf.tensor2d([[0.4, 0]])];
    const slope = tf.grad((v: tf.Tensor) =>
      tf.sum(
        negativeLogLikelihood({ kind: 'gaussian', variance: 'learned' }, x, mean, {
          variable: () => v,
        }),
      ),
    );
    expect(value(slope(tf.scalar(Math.log(0.2))))).toBeCloseTo(0, 3);
  });

  it('starts at `learnedFrom`, and its logarithm moves ten times as far as its variable', () => {
    const [x, mean] = [tf.tensor2d([[1, 0.2]]), tf.tensor2d([[0.4, 0.1]])];
    const variance = { learnedFrom: 0.1 };
    const at = (variable: number): number =>
      value(negativeLogLikelihood({ kind: 'gaussian', variance }, x, mean, withVariable(variable)));
    const fixed = (number: number): number =>
      value(negativeLogLikelihood({ kind: 'gaussian', variance: number }, x, mean));
    expect(at(0)).toBeCloseTo(fixed(0.1), 3);
    expect(at(0.05)).toBeCloseTo(fixed(0.1 * Math.exp(0.5)), 3);
  });

  it('names the variable that is missing', () => {
    const call = (): tf.Tensor =>
      negativeLogLikelihood(
        { kind: 'gaussian', variance: 'learned' },
        tf.zeros([1, 1]),
        tf.zeros([1, 1]),
      );
    expect(call).toThrow(
      'This likelihood needs its variable likelihood/logVariance. Received: none.',
    );
  });
});

describe('a groove', () => {
  it('has the cross-entropy of its hits and the squared errors of velocity and offset', () => {
    // A hit with logit 0 costs ln 2. A velocity of .9 with the prediction sigmoid(0) = .5 costs .16. An offset of -.2
    // with the prediction tanh(0) = 0 costs .04.
    const x = tf.tensor3d([1, 0.9, -0.2], [1, 1, 3]);
    const nll = negativeLogLikelihood({ kind: 'groove' }, x, tf.zeros([1, 1, 3]));
    expect(nll.dataSync()[0]).toBeCloseTo(Math.LN2 + 0.16 + 0.04, 6);
  });
});

describe('one of several classes at each position', () => {
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

  it('has the loss -ln softmax of the chosen class, summed over the positions', () => {
    // By hand: ln(e^-2 + e^-1 + 1) = .407606 and ln 3 = 1.098612.
    const nll = negativeLogLikelihood(categorical, chosen(), logits());
    expect(nll.dataSync()[0]).toBeCloseTo(0.407606 + 1.098612, 5);
    const huge = negativeLogLikelihood(categorical, chosen(), tf.mul(logits(), 1000));
    expect(huge.dataSync()[0]).toBeCloseTo(1.098612, 5);
  });

  it('has a softmax in each part', () => {
    const parts = { ...categorical, parts: [1, 2] };
    const rows = tf.tensor2d([[7, 1, 3]]);
    // The first part has only one class, which is certain. The second part gives ln(1 + e^-2) = .126928.
    const nll = negativeLogLikelihood(parts, tf.tensor2d([[1, 0, 1]]), rows);
    expect(nll.dataSync()[0]).toBeCloseTo(0.126928, 5);
    const mean = createLikelihood(parts).mean(rows).dataSync();
    expect(mean[0]).toBe(1);
    expect(mean[2]).toBeCloseTo(0.880797, 5);
  });

  it('is drawn as often as its probability says', () => {
    const count = 20_000;
    const noise = tf.tensor2d(uniforms({ seed: 3, purpose: 'measuring' }, 3 * count), [count, 3]);
    const rows = tf.tile(tf.tensor2d([[0, 1, 2]]), [count, 1]);
    const drawn = createLikelihood(categorical).sample(rows, { noise, temperature: tf.scalar(2) });
    const share = tf.mean(drawn, 0).dataSync();
    // softmax(0, .5, 1) = .186324, .307196, .506480. The standard error is at most .0035.
    [0.186324, 0.307196, 0.50648].forEach((p, i) => {
      expect(Math.abs(share[i]! - p)).toBeLessThan(0.012);
    });
    expect(tf.sum(drawn).dataSync()[0]).toBe(count);
  });

  it('has a gradient that agrees with central differences', () => {
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

/** The midpoints of cells from `from` to `to`. */
const cells = (from: number, to: number, count: number) => ({
  values: Array.from({ length: count }, (_, i) => [from + ((i + 0.5) * (to - from)) / count]),
  cell: (to - from) / count,
});
const levels = { values: Array.from({ length: 256 }, (_, level) => [level / 255]) };

likelihoodContract('bernoulli', {
  likelihood: createLikelihood({ kind: 'bernoulli' }),
  support: { values: [[0], [1]] },
});
likelihoodContract('gaussian', {
  likelihood: createLikelihood({ kind: 'gaussian', variance: 0.5 }),
  support: cells(-6, 6, 4000),
});
likelihoodContract('gaussian with a learned variance', {
  likelihood: createLikelihood({ kind: 'gaussian', variance: 'learned' }),
  support: cells(-6, 6, 4000),
  variables: { variable: () => tf.scalar(-1) },
});
likelihoodContract('gaussian with a variance that is learned from a value', {
  likelihood: createLikelihood({ kind: 'gaussian', variance: { learnedFrom: 0.5 } }),
  support: cells(-6, 6, 4000),
  variables: { variable: () => tf.scalar(0) },
});
likelihoodContract('continuousBernoulli', {
  likelihood: createLikelihood({ kind: 'continuousBernoulli' }),
  support: cells(0, 1, 4000),
});
likelihoodContract('discretizedLogistic', {
  likelihood: createLikelihood({ kind: 'discretizedLogistic' }),
  support: levels,
  // The scale is so small that no draw is clipped, so the mean is the location.
  variables: { variable: () => tf.scalar(-4) },
});
likelihoodContract('categorical', {
  likelihood: createLikelihood({ kind: 'categorical' }),
  depth: 3,
  support: {
    values: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
});
likelihoodContract('groove', { likelihood: createLikelihood({ kind: 'groove' }), depth: 3 });
likelihoodContract('mse', { likelihood: createLikelihood({ kind: 'mse' }) });

// A likelihood from outside, added according to the checklist in CONTRIBUTING: a Laplace density of scale 1/2.
const laplace: Likelihood = {
  negativeLogLikelihood: (x, output) => sumPerItem(tf.mul(tf.abs(tf.sub(x, output)), 2)),
  mean: (output) => output,
  sample(output, { noise, temperature }) {
    // The inverse of the distribution function, symmetric around u = 1/2.
    const centred = tf.sub(noise, 0.5);
    const size = tf.neg(tf.log(tf.sub(1, tf.mul(tf.abs(centred), 2))));
    return tf.add(output, tf.mul(tf.mul(tf.sign(centred), size), tf.mul(temperature, 0.5)));
  },
  noise: 'uniform',
  meanActivation: 'linear',
  bounded: false,
};
likelihoodContract('a Laplace density from outside', {
  likelihood: laplace,
  support: cells(-12, 12, 24_000),
});
