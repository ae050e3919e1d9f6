/** Compares the formulas of the families with hand computation, known limits and published values. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { LayerContext } from '../ops/context.js';
import { normals } from '../random/streams.js';
import { adversarialTerms } from './penalties/adversarial.js';
import { declarePriorOf } from '../model-spec/priors/priors.js';
import { createPrior } from '../priors/priors.js';
import { noContext } from '../testing/context.js';
import { logMeanExp, logPosterior } from './importance.js';
import { maximumMeanDiscrepancy } from './penalties/mmd.js';
import { sparsityPenalty } from './penalties/sparsity.js';
import { supervisionTerms } from './penalties/supervision.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

const value = (x: tf.Tensor): number => x.dataSync()[0]!;

describe('sparsity', () => {
  it('by L1 is the mean over items of the sum of absolute values', () => {
    // (1 + 2 + 0 + 3) / 2 = 3, times .1.
    const code = tf.tensor2d([
      [1, -2],
      [0, 3],
    ]);
    expect(value(sparsityPenalty({ kind: 'l1', weight: 0.1 }, code))).toBeCloseTo(0.3, 6);
  });

  it('by KL compares the mean activation with the target (Ng 2011)', () => {
    // The means are .2 and .5, and the target is .2: 0 + .2 ln(.2/.5) + .8 ln(.8/.5) = .192745. The weight is 3.
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
    // ln((e^0 + e^(ln 3)) / 2) = ln 2. The second row shows that nothing overflows.
    const bound = logMeanExp(
      tf.tensor2d([
        [0, Math.log(3)],
        [-1000, -1000],
      ]),
    ).dataSync();
    expect(bound[0]).toBeCloseTo(Math.log(2), 6);
    expect(bound[1]).toBeCloseTo(-1000, 3);
  });

  it('weights a draw by the ratio of prior and posterior', () => {
    // z = 1 + 2 (.5) = 2: ln N(2; 0, 1) - ln N(2; 1, 4) = -2 + .125 + ln 2 = -1.181853.
    const prior = createPrior(
      declarePriorOf({ kind: 'standardNormal' }, { latentShape: [1], codebookSize: null }),
    );
    const logPrior = prior.logProb(tf.tensor2d([[2]]), noContext);
    const posterior = logPosterior(tf.tensor2d([[0.5]]), tf.tensor2d([[Math.log(4)]]));
    expect(value(tf.sub(logPrior, posterior))).toBeCloseTo(-2 + 0.125 + Math.log(2), 5);
  });

  it('gives a bound that becomes tighter with more draws', () => {
    const draws = normals({ seed: 1, purpose: 'synthetic' }, 4000);
    const bound = (k: number): number =>
      value(tf.mean(logMeanExp(tf.tensor2d(draws, [4000 / k, k]))));
    // For weights exp(N(0, 1)) the bound is 0 with one draw, and 1/2 in the limit.
    expect(bound(1)).toBeLessThan(bound(5));
    expect(bound(5)).toBeLessThan(bound(50));
    expect(bound(50)).toBeLessThan(0.5 + 0.05);
  });
});

describe('the maximum mean discrepancy', () => {
  it('is the kernel mean within the latents, plus that within the prior, minus twice that between them', () => {
    // In one dimension with scale 1/2, C = 1 and k = 1 / (1 + d^2). The latents are 0 and 1, the draws of the prior 0
    // and 2. The mean of k is 1/2 within the latents, 1/5 within the prior, and (1 + 1/5 + 1/2 + 1/2) / 4 = .55 between
    // them. So the result is .5 + .2 - 1.1 = -.4.
    const mmd = maximumMeanDiscrepancy(tf.tensor2d([[0], [1]]), tf.tensor2d([[0], [2]]), [0.5]);
    expect(value(mmd)).toBeCloseTo(-0.4, 5);
  });

  it('is about 0 for two samples of the same distribution, and large for different distributions', () => {
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
  it('gives the cross-entropy of the labels, and how often the label is the most probable class', () => {
    // The probabilities are 3/4 and 1/4 for both items, whose classes are 0 and 1: (ln 4/3 + ln 4) / 2.
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
    return adversarialTerms(network, code, tf.tensor2d([[1], [2]]), context);
  };

  it('has losses of ln 2 for both players if the discriminator guesses', () => {
    const { generatorLoss, discriminatorLoss } = terms(tf.zeros([1, 1]), tf.tensor2d([[-1], [3]]));
    expect(value(generatorLoss)).toBeCloseTo(Math.LN2, 6);
    expect(value(discriminatorLoss)).toBeCloseTo(Math.LN2, 6);
  });

  it('counts the correct decisions of the discriminator', () => {
    // The logits are the values themselves. The prior's 1 and 2 are classified correctly; of the latents, -1 is correct
    // and 3 is not.
    expect(value(terms(tf.ones([1, 1]), tf.tensor2d([[-1], [3]])).accuracy)).toBeCloseTo(0.75, 6);
  });

  it('gives each player only the gradient of its own loss', () => {
    const [w, code] = [tf.ones([1, 1]), tf.tensor2d([[-1], [3]])];
    const gradients = (part: 'generatorLoss' | 'discriminatorLoss') =>
      tf
        .grads((kernel: tf.Tensor, z: tf.Tensor) => terms(kernel, z)[part])([w, code])
        .map((g) => value(tf.max(tf.abs(g))));
    const [ofWeights, ofLatents] = [gradients('discriminatorLoss'), gradients('generatorLoss')];
    expect(ofWeights[0]).toBeGreaterThan(0);
    expect(ofWeights[1]).toBe(0);
    expect(ofLatents[0]).toBe(0);
    expect(ofLatents[1]).toBeGreaterThan(0);
  });
});
