import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectSame, given, type TensorFn } from '../testing/kernels.js';
import { lower } from '../lowering/lower.js';
import { trace } from '../tracer/trace.js';
import { optimize } from './optimize.js';

const [steps, batch, depth, units] = [4, 3, 5, 2] as const;

const chosen = (x: tf.Tensor): tf.Tensor1D => tf.argMax<tf.Tensor1D>(x, 1);
/** Steps that read rows of two tables separately. */
const read: TensorFn = (x, table, other) => {
  const stepsOf = (rows: tf.Tensor): tf.Tensor[] =>
    tf.unstack(tf.reshape(tf.gather(rows, chosen(x)), [steps, batch, units]));
  const others = stepsOf(other);
  return stepsOf(table)
    .map((rows, step) => tf.mul(rows, tf.add(others[step]!, step)))
    .reduce((sum, rows) => tf.add(sum, tf.tanh(rows)));
};
/** The same steps, with another use of the rows before they are split. */
const readWhole: TensorFn = (x, table, other) =>
  tf.add(read(x, table, other), tf.mean(tf.gather(table, chosen(x)), 0, true));

const shapes = [
  [steps * batch, depth],
  [depth, units],
  [depth, units],
];

function operatorsOf(fn: TensorFn): string[] {
  const traced = trace(
    (tensors) => ({ y: fn(...shapes.map((_, i) => tensors[`x${i}`]!)) }),
    Object.fromEntries(shapes.map((shape, i) => [`x${i}`, { shape }])),
  );
  return optimize(lower(traced)).nodes.map(({ op }) => op);
}

describe('rows that are gathered and then split', () => {
  it.each([
    ['by blocks alone', read],
    ['as a whole too', readWhole],
  ])('are the same, read %s', async (_, fn) => {
    await expectSame(
      fn,
      shapes.map((shape, i) => given(shape, i + 1)),
    );
  });

  it('are gathered block by block, and the indices are split once for all tables', () => {
    const operators = operatorsOf(read);
    const count = (op: string): number => operators.filter((one) => one === op).length;
    expect([count('Gather'), count('Split')]).toEqual([2 * steps, 1]);
  });

  it('are not split if they are also used as a whole', () => {
    expect(operatorsOf(readWhole).filter((op) => op === 'Gather')).toHaveLength(1 + steps);
  });
});
