/**
 * The contract of likelihoods, as a test suite. A new likelihood must pass it too: call `likelihoodContract` in its
 * test.
 */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Likelihood, LikelihoodVariables } from '../likelihoods/likelihood.js';
import { normals, uniforms } from '../random/streams.js';

export interface LikelihoodContract {
  readonly likelihood: Likelihood;
  /** Number of values in the last axis of an item. Default 1. */
  readonly depth?: number;
  /**
   * Items of one value each whose probabilities sum to 1: every level of a discrete distribution, or the midpoints of
   * cells of a density, each as wide as `cell`. Absent if the likelihood is not a density.
   */
  readonly support?: { readonly values: readonly (readonly number[])[]; readonly cell?: number };
  readonly variables?: LikelihoodVariables;
}

/** @param name the likelihood's name in the titles of the tests. */
export function likelihoodContract(name: string, given: LikelihoodContract): void {
  const { likelihood, depth = 1, support, variables } = given;
  const output = (rows: number): tf.Tensor =>
    tf.tile(
      tf.tensor2d(
        Array.from({ length: depth }, (_, i) => 0.4 + 0.1 * i),
        [1, depth],
      ),
      [rows, 1],
    );
  const draws = (rows: number): tf.Tensor => {
    const draw = likelihood.noise === 'normal' ? normals : uniforms;
    const noise = tf.tensor2d(draw({ seed: 5, purpose: 'measuring' }, rows * depth), [rows, depth]);
    return likelihood.sample(output(rows), { noise, temperature: tf.scalar(1) }, variables);
  };

  describe(`${name} as a likelihood`, () => {
    it('gives one number for each item', () => {
      const x = draws(3);
      expect(x.shape).toEqual([3, depth]);
      expect(likelihood.negativeLogLikelihood(x, output(3), variables).shape).toEqual([3]);
      expect(likelihood.mean(output(3)).shape).toEqual([3, depth]);
    });

    it('sums over the values of an item', () => {
      const x = draws(2);
      const wide = likelihood.negativeLogLikelihood(
        tf.reshape(x, [1, 2, depth]),
        tf.reshape(output(2), [1, 2, depth]),
        variables,
      );
      const rows = likelihood.negativeLogLikelihood(x, output(2), variables);
      expect(wide.dataSync()[0]).toBeCloseTo(tf.sum(rows).dataSync()[0]!, 3);
    });

    it.skipIf(support === undefined)('has probabilities that sum to 1', () => {
      const { values, cell = 1 } = support!;
      const x = tf.tensor2d(values.flat(), [values.length, depth]);
      const nats = likelihood.negativeLogLikelihood(x, output(values.length), variables);
      expect(tf.sum(tf.mul(tf.exp(tf.neg(nats)), cell)).dataSync()[0]).toBeCloseTo(1, 2);
    });

    it.skipIf(support === undefined)('gives draws with the mean that it reports', () => {
      const rows = 20_000;
      const { mean, variance } = tf.moments(draws(rows), 0);
      const expected = likelihood.mean(output(1)).dataSync();
      const spread = variance.dataSync();
      mean.dataSync().forEach((value, i) => {
        // Five standard errors, and the rounding of levels to 1/255.
        expect(Math.abs(value - expected[i]!)).toBeLessThan(
          5 * Math.sqrt(spread[i]! / rows) + 1 / 510,
        );
      });
    });

    it('has a gradient that agrees with central differences', () => {
      const x = draws(1);
      const loss = (o: tf.Tensor): tf.Scalar =>
        tf.sum(likelihood.negativeLogLikelihood(x, o, variables));
      const gradient = tf.grad(loss)(output(1)).dataSync();
      const start = output(1).dataSync();
      gradient.forEach((value, i) => {
        const at = (step: number): number => {
          const moved = Float32Array.from(start, (v, j) => v + (i === j ? step : 0));
          return loss(tf.tensor2d(moved, [1, depth])).dataSync()[0]!;
        };
        const difference = (at(2e-3) - at(-2e-3)) / 4e-3;
        expect(Math.abs(value - difference)).toBeLessThan(0.02 * Math.max(1, Math.abs(value)));
      });
    });
  });
}
