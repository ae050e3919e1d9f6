import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { normals } from '../random/streams.js';
import { choiceProducts } from './choices.js';
import { gateProducts } from './layers/recurrent.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

const [depth, gates, units] = [5, 4, 3] as const;
const drawn = (seed: number, ...shape: number[]): tf.Tensor =>
  tf.tensor(normals({ seed, purpose: 'synthetic' }, tf.util.sizeFromShape(shape)), shape);
/** The class of each row: all classes, one of them twice, and -1 for a row of zeros. */
const chosen = [2, 0, 4, -1, 1, 3, 2];

const operands = () => ({
  kernel: drawn(1, depth, gates * units),
  bias: drawn(2, gates * units),
  rows: tf.tensor2d(
    chosen.map((one) => Array.from({ length: depth }, (_, i) => (i === one ? 1 : 0))),
  ),
});

describe.each([true, false])('a product with one-hot rows, in training: %s', (training) => {
  it.each(['with', 'without'])('equals the selected rows of the kernel, %s a bias', (way) => {
    const { kernel, bias, rows } = operands();
    const added = way === 'with' ? bias : undefined;
    const taken = choiceProducts(kernel, gates, { training }, added)(rows);
    const multiplied = gateProducts(kernel, gates, { training }, added)(rows);
    expect(taken).toHaveLength(training ? gates : 1);
    taken.forEach((own, gate) => {
      expect(own.arraySync()).toEqual(multiplied[gate]!.arraySync());
    });
  });

  it('has the gradients of a matrix product', () => {
    const { kernel, bias, rows } = operands();
    const weights = drawn(3, chosen.length, gates * units);
    const lossOf = (products: typeof gateProducts) => (own: tf.Tensor, added: tf.Tensor) => {
      const all = tf.concat([...products(own, gates, { training }, added)(rows)], 1);
      return tf.sum<tf.Scalar>(tf.mul(tf.square(all), weights));
    };
    const taken = tf.grads(lossOf(choiceProducts))([kernel, bias]);
    const multiplied = tf.grads(lossOf(gateProducts))([kernel, bias]);
    taken.forEach((gradient, i) => {
      const expected = multiplied[i]!.dataSync();
      expect(gradient.shape).toEqual(multiplied[i]!.shape);
      gradient.dataSync().forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 4));
    });
  });
});
