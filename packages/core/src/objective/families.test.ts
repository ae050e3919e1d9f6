/** The formulas of the families against hand computation, integrals in double precision and published values. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { LayerContext } from '../ops/context.js';
import { normals, uniforms } from '../random/streams.js';
import { adversaryTerms } from './adversary.js';
import { logNormalizer, meanOf, quantile } from '../likelihoods/continuous-bernoulli.js';
import { logMeanExp, logPriorRatio } from './importance.js';
import { drawData, negativeLogLikelihood } from '../likelihoods/likelihoods.js';
import { maximumMeanDiscrepancy } from './mmd.js';
import { sparsityPenalty } from './sparsity.js';
import { supervisionTerms } from './supervision.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

const value = (x: tf.Tensor): number => x.dataSync()[0]!;
const withVariable = (v: number): Pick<LayerContext, 'variable'> => ({
  variable: () => tf.scalar(v),
});

describe('the continuous Bernoulli', () => {
  // Both sides of the series' border, the middle, and far out.
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

  it('has C = 2 at 1/2, as the paper says', () => {
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

  it.each([-1, -3, -5])('gives all 256 levels together mass 1, at ln scale %d', (logScale) => {
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
    // Scale e^-2; the level 100/255 under a mean of .5: s((x + 1/510 - .5) e^2) - s((x - 1/510 - .5) e^2).
    const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
    const rate = Math.exp(2);
    const mass = (edge: number): number => sigmoid((100 / 255 + edge - 0.5) * rate);
    // The floor of the scale moves it by e^-5.
    expect(nll(100 / 255, 0.5, -2)).toBeCloseTo(-Math.log(mass(1 / 510) - mass(-1 / 510)), 1);
  });

  it('stays finite where the mass is far below what single precision holds', () => {
    expect(nll(1 / 255, 1, -6)).toBeGreaterThan(100);
    expect(Number.isFinite(nll(1 / 255, 1, -6))).toBe(true);
  });

  it('draws levels of a byte', () => {
    const spec = { kind: 'discretizedLogistic' } as const;
    const u = tf.tensor2d([[0, 0.3, 0.999]]);
    const drawn = drawData(spec, tf.fill([1, 3], 0.5), u, tf.scalar(1), withVariable(-3));
    for (const x of drawn.dataSync()) expect(x * 255).toBeCloseTo(Math.round(x * 255), 3);
  });
});

describe('a Gaussian that learns its variance', () => {
  it('equals the one of that variance', () => {
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

  it('is at its best where the variance is the mean squared error (Rybkin et al. 2021, equation 6)', () => {
    // Errors .6 and .2: mean square .2.
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

  it('says which variable it lacks', () => {
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

describe('sparsity', () => {
  it('by L1 is the mean over items of the sum of sizes', () => {
    // (1 + 2 + 0 + 3) / 2 = 3, times .1.
    const code = tf.tensor2d([
      [1, -2],
      [0, 3],
    ]);
    expect(value(sparsityPenalty({ kind: 'l1', weight: 0.1 }, code))).toBeCloseTo(0.3, 6);
  });

  it('by KL holds the mean activation against the target (Ng 2011)', () => {
    // Means .2 and .5 against .2: 0 + .2 ln(.2/.5) + .8 ln(.8/.5) = .192745; weight 3.
    const code = tf.tensor2d([
      [0.1, 0.4],
      [0.3, 0.6],
    ]);
    expect(value(sparsityPenalty({ kind: 'kl', target: 0.2, weight: 3 }, code))).toBeCloseTo(
      0.578235,
      5,
    );
  });
});

describe('importance weighting', () => {
  it('takes the logarithm of the mean weight (Burda et al. 2016, equation 8)', () => {
    // ln((e^0 + e^(ln 3)) / 2) = ln 2; the second shows that nothing overflows.
    const bound = logMeanExp(
      tf.tensor2d([
        [0, Math.log(3)],
        [-1000, -1000],
      ]),
    ).dataSync();
    expect(bound[0]).toBeCloseTo(Math.log(2), 6);
    expect(bound[1]).toBeCloseTo(-1000, 3);
  });

  it('weighs a draw by the prior over the posterior', () => {
    // z = 1 + 2 (.5) = 2: ln N(2; 0, 1) - ln N(2; 1, 4) = -2 + .125 + ln 2 = -1.181853.
    const ratio = logPriorRatio(
      tf.tensor2d([[2]]),
      tf.tensor2d([[0.5]]),
      tf.tensor2d([[Math.log(4)]]),
    );
    expect(value(ratio)).toBeCloseTo(-2 + 0.125 + Math.log(2), 5);
  });

  it('gives a bound that more draws tighten', () => {
    const draws = normals({ seed: 1, purpose: 'synthetic' }, 4000);
    const bound = (k: number): number =>
      value(tf.mean(logMeanExp(tf.tensor2d(draws, [4000 / k, k]))));
    // Of weights exp(N(0, 1)): 0 with one draw, 1/2 in the limit.
    expect(bound(1)).toBeLessThan(bound(5));
    expect(bound(5)).toBeLessThan(bound(50));
    expect(bound(50)).toBeLessThan(0.5 + 0.05);
  });
});

describe('the maximum mean discrepancy', () => {
  it('is the sum of kernel means, by hand', () => {
    // One dimension, scale 1/2: C = 1, k = 1 / (1 + d^2). Codes 0 and 1, prior 0 and 2:
    // within codes 1/2, within prior 1/5, between (1 + 1/5 + 1/2 + 1/2) / 4 = .55: .5 + .2 - 1.1 = -.4.
    const mmd = maximumMeanDiscrepancy(tf.tensor2d([[0], [1]]), tf.tensor2d([[0], [2]]), [0.5]);
    expect(value(mmd)).toBeCloseTo(-0.4, 5);
  });

  it('is about 0 for two draws of one distribution and large for two that differ', () => {
    const draw = (operation: number) =>
      tf.tensor2d(normals({ seed: 2, purpose: 'synthetic', operation }, 400), [200, 2]);
    const scales = [0.1, 0.2, 0.5, 1, 2, 5, 10];
    expect(Math.abs(value(maximumMeanDiscrepancy(draw(1), draw(2), scales)))).toBeLessThan(0.05);
    expect(value(maximumMeanDiscrepancy(tf.add(draw(1), 2), draw(2), scales))).toBeGreaterThan(0.5);
  });

  it('of a single item is finite', () => {
    expect(
      Number.isFinite(value(maximumMeanDiscrepancy(tf.zeros([1, 2]), tf.ones([1, 2]), [1]))),
    ).toBe(true);
  });
});

describe('supervision', () => {
  it('is the cross-entropy of the class, and how often it is the likeliest', () => {
    // Probabilities 3/4 and 1/4 for both items, whose classes are 0 and 1: (ln 4/3 + ln 4) / 2.
    const layers = [
      { name: 'c', spec: { type: 'dense', units: 2, activation: 'linear' } },
    ] as const;
    const network = { layers, outputShape: [2], variables: [], noise: [] };
    const variables: Record<string, tf.Tensor> = {
      'c/kernel': tf.tensor2d([[Math.log(3), 0]]),
      'c/bias': tf.zeros([2]),
    };
    const context = {
      training: true,
      variable: (n: string) => variables[n]!,
    } as unknown as LayerContext;
    const label = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const { classification, accuracy } = supervisionTerms(
      network,
      tf.tensor2d([[1], [1]]),
      label,
      context,
    );
    expect(value(classification)).toBeCloseTo((Math.log(4 / 3) + Math.log(4)) / 2, 6);
    expect(value(accuracy)).toBe(0.5);
  });
});

describe('an adversary', () => {
  const layers = [{ name: 'd', spec: { type: 'dense', units: 1, activation: 'linear' } }] as const;
  const network = { layers, outputShape: [1], variables: [], noise: [] };
  const terms = (kernel: tf.Tensor, code: tf.Tensor) => {
    const variables: Record<string, tf.Tensor> = { 'd/kernel': kernel, 'd/bias': tf.zeros([1]) };
    const context = {
      training: true,
      variable: (n: string) => variables[n]!,
    } as unknown as LayerContext;
    return adversaryTerms(network, code, tf.tensor2d([[1], [2]]), context);
  };

  it('of a discriminator that guesses costs ln 2 on both sides', () => {
    const { deception, discrimination } = terms(tf.zeros([1, 1]), tf.tensor2d([[-1], [3]]));
    expect(value(deception)).toBeCloseTo(Math.LN2, 6);
    expect(value(discrimination)).toBeCloseTo(Math.LN2, 6);
  });

  it('counts what it tells right', () => {
    // Logits are the values: the prior's 1 and 2 are right, of the codes -1 is right and 3 is not.
    expect(value(terms(tf.ones([1, 1]), tf.tensor2d([[-1], [3]])).accuracy)).toBeCloseTo(0.75, 6);
  });

  it('keeps the two players apart', () => {
    const [w, code] = [tf.ones([1, 1]), tf.tensor2d([[-1], [3]])];
    const gradients = (part: 'deception' | 'discrimination') =>
      tf
        .grads((kernel: tf.Tensor, z: tf.Tensor) => terms(kernel, z)[part])([w, code])
        .map((g) => value(tf.max(tf.abs(g))));
    const [ofWeights, ofCodes] = [gradients('discrimination'), gradients('deception')];
    expect(ofWeights[0]).toBeGreaterThan(0);
    expect(ofWeights[1]).toBe(0);
    expect(ofCodes[0]).toBe(0);
    expect(ofCodes[1]).toBeGreaterThan(0);
  });
});

describe('a draw from a Bernoulli', () => {
  it('is as likely as its probability says', () => {
    const u = tf.tensor2d(uniforms({ seed: 1, purpose: 'synthetic' }, 4000), [4000, 1]);
    const logit = Math.log(0.3 / 0.7);
    const drawn = drawData({ kind: 'bernoulli' }, tf.fill([4000, 1], logit), u, tf.scalar(1));
    // Four standard errors of 4,000 draws: .029.
    expect(Math.abs(value(tf.mean(drawn)) - 0.3)).toBeLessThan(0.029);
  });
});
