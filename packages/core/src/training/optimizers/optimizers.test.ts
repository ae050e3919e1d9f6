/**
 * Two updates of one parameter, computed by hand: the value is 1, the gradients are .5 and -.25, and the rate is .1.
 * The expected values follow from the update rules of the papers. Where PyTorch 2 has the same rule, its results agree
 * to seven digits.
 */
import * as tf from '@tensorflow/tfjs-core';
import { optimizerSchema, type OptimizerSpec } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../admission/load.js';
import { clipByNorm, globalNorm } from './clip-by-global-norm.js';
import { createOptimizer } from './optimizers.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

function twoUpdates(spec: OptimizerSpec): [number, number] {
  const optimizer = createOptimizer(spec);
  const start = optimizer.init({ w: [] });
  let state: Record<string, tf.Tensor> = Object.fromEntries(
    Object.entries(start).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  );
  let variables: Record<string, tf.Tensor> = { w: tf.scalar(1) };
  return [0.5, -0.25].map((gradient) => {
    const update = optimizer.update(variables, { w: tf.scalar(gradient) }, state, tf.scalar(0.1));
    variables = update.variables;
    state = update.state;
    return variables['w']!.dataSync()[0]!;
  }) as [number, number];
}

const cases: [name: string, spec: object, expected: [number, number]][] = [
  // 1 - .05; .95 + .025.
  ['sgd', { name: 'sgd' }, [0.95, 0.975]],
  // v = .5; v = .9 * .5 - .25 = .2.
  ['momentum', { name: 'momentum' }, [0.95, 0.93]],
  // Nesterov: g + .9 v: .5 + .45 = .95; -.25 + .18 = -.07.
  ['momentum with Nesterov', { name: 'momentum', nesterov: true }, [0.905, 0.912]],
  // First s = .025, with the root .1581139: .1 * .5 / .1581139 = .3162278. Then s = .02875, with the root .1695582:
  // -.25 / .1695582 = -1.4744196.
  ['rmsprop', { name: 'rmsprop' }, [0.6837724, 0.8312143]],
  // First step: rate * sign. Second step: m^ = (.045 - .025) / .19 = .1052632; s^ = .00031219 / .001999 = .1561719.
  ['adam', { name: 'adam' }, [0.9, 0.8733663]],
  // The same changes, after w was multiplied by (1 - rate * .01) at each step.
  ['adamw', { name: 'adamw' }, [0.899, 0.8714673]],
];

describe('optimisers', () => {
  it.each(cases)('include %s, which follows its paper', (_name, spec, expected) => {
    const [first, second] = twoUpdates(optimizerSchema.parse(spec));
    expect(first).toBeCloseTo(expected[0], 5);
    expect(second).toBeCloseTo(expected[1], 5);
  });

  it('do not change variables or state in place', () => {
    const optimizer = createOptimizer(optimizerSchema.parse({ name: 'adam' }));
    const w = tf.scalar(1);
    const state = Object.fromEntries(
      Object.entries(optimizer.init({ w: [] })).map(([name, { values }]) => [
        name,
        tf.scalar(values[0]!),
      ]),
    );
    optimizer.update({ w }, { w: tf.scalar(1) }, state, tf.scalar(0.1));
    expect(w.dataSync()[0]).toBe(1);
    expect(Object.values(state).every((tensor) => tensor.dataSync()[0] === 0)).toBe(true);
  });
});

describe('clipping by the global norm', () => {
  // The norm of (3, 4) over two variables is 5.
  const gradients = (): Record<string, tf.Tensor> => ({ a: tf.tensor1d([3]), b: tf.tensor1d([4]) });
  it('scales all gradients by one factor', () => {
    const norm = globalNorm(gradients());
    expect(norm.dataSync()[0]).toBeCloseTo(5, 6);
    const clipped = clipByNorm(gradients(), norm, 1);
    expect(clipped['a']!.dataSync()[0]).toBeCloseTo(0.6, 6);
    expect(clipped['b']!.dataSync()[0]).toBeCloseTo(0.8, 6);
  });
  it('does not change gradients below the limit', () => {
    const clipped = clipByNorm(gradients(), globalNorm(gradients()), 10);
    expect(clipped['b']!.dataSync()[0]).toBe(4);
  });
});
