/** The contract of priors, as a test suite. A new prior must pass it too: call `priorContract` in its test. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Batch } from '@speil/api';
import type { LayerContext } from '../ops/context.js';
import type { Prior, PriorDraw } from '../priors/prior.js';
import { normals } from '../random/streams.js';

export interface PriorContract {
  readonly prior: Prior;
  readonly latentShape: readonly number[];
  readonly context: LayerContext;
  /**
   * Latents whose probabilities sum to 1: every latent of a discrete prior, or the midpoints of cells of size `cell`.
   */
  readonly support: { readonly values: readonly (readonly number[])[]; readonly cell?: number };
}

export function priorContract(name: string, given: PriorContract): void {
  const { prior, latentShape, context, support } = given;
  const tensor = ({ shape, values }: Batch): tf.Tensor => tf.tensor(values, [...shape]);
  const draw = (count: number, change: Partial<PriorDraw> = {}): Promise<Batch> =>
    prior.sample({
      count,
      latentShape,
      seed: 3,
      temperature: 1,
      compute: async (z) => prior.compute!(tensor(z), context).dataSync<'float32'>().slice(),
      ...change,
    });

  describe(`${name} as a prior`, () => {
    it('has probabilities that sum to 1', () => {
      const { values, cell = 1 } = support;
      const z = tf.tensor(values.flat(), [values.length, ...latentShape]);
      const sum = tf.sum(tf.mul(tf.exp(prior.logProb(z, context)), cell));
      expect(sum.dataSync()[0]).toBeCloseTo(1, 2);
    });

    it('gives draws of its shape, which are the same for the same seed', async () => {
      const first = await draw(5);
      expect(first.shape).toEqual([5, ...latentShape]);
      expect(await draw(5)).toEqual(first);
      expect((await draw(5, { seed: 4 })).values).not.toEqual(first.values);
      expect((await draw(0)).shape).toEqual([0, ...latentShape]);
    });

    it('gives draws with the probabilities that it reports', async () => {
      // The mean of -ln p over draws is the entropy, which can also be computed from the support.
      const { values, cell = 1 } = support;
      const z = tf.tensor(values.flat(), [values.length, ...latentShape]);
      const logs = prior.logProb(z, context);
      const entropy = tf.neg(tf.sum(tf.mul(tf.mul(tf.exp(logs), cell), logs))).dataSync()[0]!;
      const nats = tf.neg(prior.logProb(tensor(await draw(3000)), context));
      const { mean, variance } = tf.moments(nats);
      const error = Math.sqrt(variance.dataSync()[0]! / 3000);
      expect(Math.abs(mean.dataSync()[0]! - entropy)).toBeLessThan(5 * error + 1e-2);
    });

    it.skipIf(prior.klFrom === undefined)(
      'has a KL that agrees with an estimate from draws of a posterior',
      () => {
        const [mean, logVariance] = [0.7, -0.4];
        const count = 40_000;
        const noise = normals({ seed: 2, purpose: 'measuring' }, count);
        const z = tf.tensor(
          noise.map((n) => mean + Math.exp(logVariance / 2) * n),
          [count, 1],
        );
        const logPosterior = tf.mul(
          tf.add(tf.square(tf.tensor1d(noise)), logVariance + Math.log(2 * Math.PI)),
          -0.5,
        );
        const estimate = tf.mean(tf.sub(logPosterior, prior.logProb(z, context))).dataSync()[0]!;
        const closed = prior.klFrom!(tf.tensor2d([[mean]]), tf.tensor2d([[logVariance]]));
        expect(closed.dataSync()[0]).toBeCloseTo(estimate, 1);
      },
    );
  });
}
