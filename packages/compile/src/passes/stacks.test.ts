import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectSame, given, type TensorFn } from '../testing/kernels.js';
import { lower } from '../lowering/lower.js';
import { trace } from '../tracer/trace.js';
import { optimize } from './optimize.js';

const [batch, steps, inputs, units] = [3, 9, 5, 8] as const;
const shapes = [
  [batch, steps, inputs],
  [inputs, units],
  [units, units],
];

/** The gradients of both kernels of a recurrent network without an initial state, with its steps before the batch. */
const gradients =
  (reverse: boolean): TensorFn =>
  (x, kernel, recurrent) => {
    const loss = (kernel: tf.Tensor, recurrent: tf.Tensor): tf.Scalar => {
      const rows = tf.reshape(tf.transpose(x, [1, 0, 2]), [steps * batch, inputs]);
      const projected = tf.reshape(tf.matMul(rows, kernel), [steps, batch, units]);
      let h: tf.Tensor | undefined;
      const order = tf.unstack(projected, 0);
      for (const input of reverse ? order.reverse() : order) {
        h = tf.tanh(h === undefined ? input : tf.add(input, tf.matMul(h, tf.mul(0.3, recurrent))));
      }
      return tf.sum(tf.square(h!));
    };
    return tf.concat(tf.grads(loss)([kernel, recurrent]), 0);
  };

/** Counts the stacks of the gradients of all steps in the optimised graph. */
function stacks(fn: TensorFn): number {
  const traced = trace(
    (tensors) => ({ y: fn(...shapes.map((_, i) => tensors[`x${i}`]!)) }),
    Object.fromEntries(shapes.map((shape, i) => [`x${i}`, { shape }])),
  );
  const { nodes, constants } = optimize(lower(traced));
  const isStack = ({ op, inputs }: (typeof nodes)[number]): boolean =>
    op === 'Concat' &&
    inputs.length >= steps - 1 &&
    inputs.every((value) => !constants.has(value!));
  return nodes.filter(isStack).length;
}

describe('the gradients of the steps of a recurrent network', () => {
  it.each([
    ['forward', false],
    ['backward', true],
  ])(
    'are stacked once, for the kernel and for the recurrent one, in a network that reads %s',
    async (_, reverse) => {
      expect(stacks(gradients(reverse))).toBe(1);
      await expectSame(
        gradients(reverse),
        shapes.map((shape, i) => given(shape, i + 1)),
      );
    },
  );
});

describe('a constant input of every step', () => {
  /** The gradients of the constant input and of the input's kernel, stacked. */
  const constantInputGradients: TensorFn = (x, constantInput, kernel) => {
    const loss = (constantInput: tf.Tensor, kernel: tf.Tensor): tf.Scalar => {
      const rows = tf.reshape(tf.transpose(x, [1, 0, 2]), [steps * batch, inputs]);
      const projected = tf.reshape(tf.matMul(rows, kernel), [steps, batch, units]);
      const h = tf
        .unstack(projected, 0)
        .reduce(
          (state, input) => tf.tanh(tf.add(tf.add(input, constantInput), state)),
          tf.zerosLike(constantInput),
        );
      return tf.sum(tf.square(h));
    };
    return tf.concat(tf.grads(loss)([constantInput, kernel]), 0);
  };
  const values = [
    [batch, steps, inputs],
    [batch, units],
    [inputs, units],
  ].map((shape, i) => given(shape, i + 1));

  it('has a gradient that is one sum over the stack', async () => {
    const traced = trace(
      (tensors) => ({ y: constantInputGradients(...values.map((_, i) => tensors[`x${i}`]!)) }),
      Object.fromEntries(values.map(({ shape }, i) => [`x${i}`, { shape }])),
    );
    const { nodes } = optimize(lower(traced));
    const whole = [steps, batch, units].join();
    const sums = nodes.filter(
      ({ op, inputs: [x] }) => op === 'ReduceSum' && x!.shape.join() === whole,
    );
    expect(sums).toHaveLength(1);
    await expectSame(constantInputGradients, values);
  });
});
