import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectSame, given, type TensorFn } from '../testing/kernels.js';
import { lower } from '../lowering/lower.js';
import { trace } from '../tracer/trace.js';
import { optimize } from './optimize.js';

const [batch, steps, inputs, code, units] = [3, 4, 5, 9, 8] as const;

/** The input of a recurrent decoder: the own input of each step and the latent, which is the same at every step. */
function readings(x: tf.Tensor, z: tf.Tensor): tf.Tensor {
  const repeated = tf.tile(tf.expandDims(z, 1), [1, steps, 1]);
  return tf.reshape(tf.concat([x, repeated], 2), [batch * steps, inputs + code]);
}

/** The same with the steps before the batch, as recurrent layers have them. */
function readingsBySteps(x: tf.Tensor, z: tf.Tensor): tf.Tensor {
  const rows = tf.reshape(readings(x, z), [batch, steps, inputs + code]);
  return tf.reshape(tf.transpose(rows, [1, 0, 2]), [steps * batch, inputs + code]);
}

const project: TensorFn = (x, z, kernel, bias) => tf.add(tf.matMul(readings(x, z), kernel), bias);
const projectBySteps: TensorFn = (x, z, kernel, bias) =>
  tf.add(tf.matMul(readingsBySteps(x, z), kernel), bias);
/** Gradients of the latent and of the weights, concatenated. */
const gradientsOf =
  (project: TensorFn): TensorFn =>
  (x, z, kernel, bias) => {
    const loss = (z: tf.Tensor, kernel: tf.Tensor): tf.Scalar =>
      tf.sum(tf.square(project(x, z, kernel, bias)));
    const [dz, dKernel] = tf.grads(loss)([z, kernel]) as [tf.Tensor, tf.Tensor];
    return tf.concat([tf.reshape(dz, [-1]), tf.reshape(dKernel, [-1])]);
  };
const gradients = gradientsOf(project);

const shapes = [[batch, steps, inputs], [batch, code], [inputs + code, units], [units]];
const values = shapes.map((shape, i) => given(shape, i + 1));

/** Number of multiplications in the products of the optimised graph. */
function multiplications(fn: TensorFn): number {
  const traced = trace(
    (tensors) => ({ y: fn(...shapes.map((_, i) => tensors[`x${i}`]!)) }),
    Object.fromEntries(shapes.map((shape, i) => [`x${i}`, { shape }])),
  );
  return optimize(lower(traced))
    .nodes.filter(({ op }) => op === 'Gemm')
    .map(({ inputs: [a], outputs: [y], attributes }) => {
      const [rows, columns] = y!.shape as [number, number];
      return rows * columns * a!.shape[attributes['transA'] === 1 ? 0 : 1]!;
    })
    .reduce((sum, count) => sum + count, 0);
}

describe('repeated rows', () => {
  it.each([
    ['the batch', project],
    ['the steps', projectBySteps],
  ])(
    'are multiplied once (%s first): the inputs at every step, and the latent once for all steps',
    (_, fn) => {
      const ofInputs = batch * steps * inputs * units;
      const ofCode = batch * code * units;
      expect(multiplications(fn)).toBe(ofInputs + ofCode);
      // The forward pass and the gradient of the weights have both parts; the gradient of the latent has one.
      expect(multiplications(gradientsOf(fn))).toBe(2 * (ofInputs + ofCode) + ofCode);
    },
  );

  it.each([
    ['forward', project],
    ['in gradients', gradients],
    ['forward, steps first', projectBySteps],
    ['in gradients, steps first', gradientsOf(projectBySteps)],
  ])('give the same numbers %s', async (_, fn) => {
    await expectSame(fn, values);
  });

  it.each<[string, TensorFn]>([
    [
      'with a whole matrix added',
      (x, z, w) => {
        const rows = readings(x, z);
        return tf.add(tf.matMul(rows, w), tf.slice(tf.square(rows), [0, 0], [-1, units]));
      },
    ],
    [
      'that stand before rows that do not repeat',
      (x, z, w) => {
        const repeated = tf.tile(tf.expandDims(z, 1), [1, steps, 1]);
        const rows = tf.reshape(tf.concat([repeated, x], 2), [batch * steps, inputs + code]);
        return tf.matMul(rows, tf.transpose(w), false, true);
      },
    ],
    [
      'along the batch',
      (x, z, w) => {
        const row = tf.tile(tf.reshape(tf.slice(z, [0, 0], [1, code]), [1, 1, code]), [
          batch,
          steps,
          1,
        ]);
        const one = tf.tile(tf.slice(x, [0, 0, 0], [1, steps, inputs]), [batch, 1, 1]);
        const rows = tf.reshape(tf.concat([one, row], 2), [batch * steps, inputs + code]);
        return tf.matMul(rows, w);
      },
    ],
  ])('give the same numbers: %s', async (_, fn) => {
    await expectSame(fn, values);
  });

  it('are not assumed if a sum has one slice twice and lacks another', async () => {
    const some: TensorFn = (x) =>
      tf.add(
        tf.slice(x, [0, 0, 0], [batch, 1, inputs]),
        tf.add(
          tf.slice(x, [0, 2, 0], [batch, 1, inputs]),
          tf.slice(x, [0, 2, 0], [batch, 1, inputs]),
        ),
      );
    const x = values.slice(0, 1);
    await expectSame(some, x);
  });
});
