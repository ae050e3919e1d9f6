/** Tests the codebook against hand computation: nearest vectors, moving averages, revival. */
import * as tf from '@tensorflow/tfjs-core';
import { bottleneckSchema } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { LayerContext } from '../ops/context.js';
import { embed, perplexity, quantize, updateCodebook } from './codebook.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

const spec = bottleneckSchema.parse({
  kind: 'vq',
  size: 1,
  codebookSize: 3,
  decay: 0.9,
  reviveBelow: 0.5,
});
if (spec.kind !== 'vq') throw new Error();

function contextWith(embedding: readonly number[], count: readonly number[]) {
  const variables: Record<string, tf.Tensor> = {
    'codebook/embedding': tf.tensor2d([...embedding], [3, 1]),
    'codebook/count': tf.tensor1d([...count]),
  };
  const updates: Record<string, tf.Tensor> = {};
  const context: LayerContext = {
    training: true,
    variable: (name) => variables[name]!,
    noise: () => tf.zeros([1]),
    scalar: () => tf.scalar(0),
    update: (name, value) => {
      updates[name] = value;
    },
  };
  return { context, updates };
}
const near = (actual: tf.Tensor, expected: readonly number[]): void =>
  [...actual.dataSync()].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));

describe('a codebook', () => {
  const features = () => tf.tensor3d([0.2, 2, 0.9, 1.1], [2, 2, 1]);

  it('replaces each feature by its nearest vector', () => {
    const { context } = contextWith([0, 1, 5], [1, 1, 1]);
    const { indices, vectors, commitment } = quantize(spec, features(), context);
    near(indices, [0, 1, 1, 1]);
    near(vectors, [0, 1, 1, 1]);
    // .2^2 + 1^2 for the first item, .1^2 + .1^2 for the second.
    near(commitment, [1.04, 0.02]);
    near(embed(spec, indices, context), [0, 1, 1, 1]);
  });

  it('passes gradients straight through, and its commitment loss pulls features towards their vectors', () => {
    const { context } = contextWith([0, 1, 5], [1, 1, 1]);
    const straight = tf.grad((f: tf.Tensor) =>
      tf.sum(tf.mul(quantize(spec, f, context).vectors, 3)),
    );
    near(straight(features()), [3, 3, 3, 3]);
    const drawn = tf.grad((f: tf.Tensor) => tf.sum(quantize(spec, f, context).commitment));
    near(drawn(features()), [0.4, 2, -0.2, 0.2]);
  });

  it('moves its vectors towards the mean of their features, and revives an unused vector', () => {
    const { context, updates } = contextWith([0, 1, 5], [10, 10, 0.5]);
    const quantized = quantize(spec, features(), context);
    // The count of the third vector falls below its limit: .9 x .5 < .5. u = .3 selects the second of the four
    // features, 2.
    updateCodebook(spec, quantized, tf.tensor1d([0, 0, 0.3]), context);
    // The counts are 9 + .1 and 9 + .3, and the sums are 0 + .1 x .2 and 9 + .1 x 4.
    near(updates['codebook/count']!, [9.1, 9.3, 1]);
    near(updates['codebook/embedding']!, [0.02 / 9.1, 9.4 / 9.3, 2]);
  });

  it('has the perplexity of its shares, 1/4 and 3/4', () => {
    const { context } = contextWith([0, 1, 5], [1, 1, 1]);
    const expected = Math.exp(-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)));
    near(perplexity(quantize(spec, features(), context)), [expected]);
  });
});
