/** Tests tfjs's optimisers in traced code. Their slots become state, wherever and whenever they are created. */
import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { CompileError } from '../ir/errors.js';
import { compile } from '../node/compile.js';
import { trace } from './trace.js';

const optimizers: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9),
  'Nesterov momentum': () => tf.train.momentum(0.05, 0.9, true),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.05),
  adam: () => tf.train.adam(0.05),
  adamax: () => tf.train.adamax(0.05),
  rmsprop: () => tf.train.rmsprop(0.05),
  'rmsprop, centred': () => tf.train.rmsprop(0.05, 0.9, 0.5, 1e-7, true),
};

/** Least squares of two weights and a bias, so that there are slots for several variables. */
function problem(optimizer: tf.Optimizer): {
  weights: tf.Variable;
  bias: tf.Variable;
  step: (x: tf.Tensor) => tf.Scalar;
} {
  const weights = tf.variable(tf.tensor1d([0.5, -0.25]));
  const bias = tf.variable(tf.scalar(0.1));
  const step = (x: tf.Tensor): tf.Scalar =>
    optimizer.minimize(
      () => tf.mean(tf.squaredDifference(tf.add(tf.sum(tf.mul(x, weights), 1), bias), [1, -1, 2])),
      true,
      [weights, bias],
    )!;
  return { weights, bias, step };
}

const shape: [number, number] = [3, 2];
const batches = Array.from({ length: 5 }, (_, i) =>
  Float32Array.from({ length: 6 }, (__, j) => Math.sin(7 * i + j)),
);

/** The losses of several steps and the final weights, computed by tfjs. */
function eagerly({ weights, bias, step }: ReturnType<typeof problem>): number[] {
  return batches.flatMap((batch, i) => {
    const loss = tf.tidy(() => step(tf.tensor2d(batch, shape)).dataSync()[0]!);
    return i < batches.length - 1
      ? [loss]
      : [loss, ...weights.dataSync(), ...Array.from(bias.dataSync())];
  });
}

beforeEach(async () => {
  await tf.setBackend('cpu');
});

describe.each(Object.entries(optimizers))('%s, created outside the traced function', (_, make) => {
  it('takes the same steps as in eager code, and keeps its slots between runs', async () => {
    const expected = eagerly(problem(make()));
    const { weights, bias, step } = problem(make());
    const graph = trace(({ x }) => ({ loss: step(x!) }), { x: { shape } });
    const run = await compile(graph);
    const losses: number[] = [];
    for (const x of batches) losses.push((await run.run({ x }))['loss']![0]!);
    const { [weights.name]: w, [bias.name]: b } = run.state();
    await run.dispose();
    const actual = [...losses, ...w!, ...b!];
    expected.forEach((value, i) => {
      expect(actual[i]).toBeCloseTo(value, 5);
    });
  });

  it('can be used eagerly afterwards, from its initial state', () => {
    const expected = eagerly(problem(make()));
    const traced = problem(make());
    trace(({ x }) => ({ loss: traced.step(x!) }), { x: { shape } });
    expect(eagerly(traced)).toEqual(expected);
  });
});

it('a traced optimiser leaves no tensors except its slots, which are created only once', () => {
  const optimizer = tf.train.adam(0.05);
  const { step } = problem(optimizer);
  const before = tf.memory().numTensors;
  const traced = () => trace(({ x }) => ({ loss: step(x!) }), { x: { shape } });
  traced();
  // Two moments of the weights and of the bias.
  expect(tf.memory().numTensors).toBe(before + 4);
  traced();
  expect(tf.memory().numTensors).toBe(before + 4);
  optimizer.dispose();
});

it('a traced optimiser is restored even after an error', () => {
  const expected = eagerly(problem(tf.train.adam(0.05)));
  const traced = problem(tf.train.adam(0.05));
  const refused = () =>
    trace(({ x }) => ({ loss: tf.scalar(traced.step(x!).dataSync()[0]!) }), { x: { shape } });
  expect(refused).toThrow(CompileError);
  expect(eagerly(traced)).toEqual(expected);
});

it('an optimiser that the traced function creates starts again at every run, as in eager code', async () => {
  const weights = tf.variable(tf.tensor1d([1, -1]));
  const step = (x: tf.Tensor): tf.Scalar =>
    tf.train
      .momentum(0.1, 0.9)
      .minimize(() => tf.sum(tf.mul(x, tf.square(weights))), true, [weights])!;
  const run = await compile(trace(({ x }) => ({ loss: step(x!) }), { x: { shape: [2] } }));
  for (let i = 0; i < 3; i++) await run.run({ x: Float32Array.of(1, 1) });
  // Without momentum, each step removes a fifth of the weight, so the result is .8 to the third power.
  expect(run.state()[weights.name]![0]).toBeCloseTo(0.8 ** 3, 6);
  await run.dispose();
});

it('tracing refuses a variable with an unknown initial value', () => {
  expect(() => trace(({ x }) => ({ y: tf.variable(x!) }), { x: { shape } })).toThrow(
    'made a variable of a value that is not known while tracing',
  );
});
