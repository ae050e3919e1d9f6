/** Compares layers with hand-computed values, and tests the functions that stop gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { layerSchema, type LayerInput } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../admission/load.js';
import { createContext } from '../../ops/context.js';
import { applyLayer } from './layers.js';
import { frozen, stopGradient } from '../../ops/stop-gradient.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

function apply(
  layer: LayerInput,
  x: tf.Tensor,
  variables: Record<string, tf.Tensor> = {},
  training = true,
): tf.Tensor {
  const named = Object.fromEntries(Object.entries(variables).map(([name, v]) => [`l/${name}`, v]));
  return applyLayer(
    { spec: layerSchema.parse(layer), name: 'l' },
    x,
    createContext({ variables: named }, training),
  );
}

const near = (actual: tf.Tensor, expected: readonly number[]): void => {
  const values = actual.dataSync();
  expect(values.length).toBe(expected.length);
  expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
};

describe('an LSTM', () => {
  // One unit; every weight is 1/2, all biases are 0 except that of the forget gate, which is 1; the inputs are 1 and 2.
  // The first step by hand: all sums are .5, so c = s(.5) tanh(.5) = .622459 x .462117 = .287649 and h = .622459 x
  // tanh(.287649) = .174270.
  const variables = () => ({
    kernel: tf.fill([1, 4], 0.5),
    recurrent: tf.fill([1, 4], 0.5),
    bias: tf.tensor1d([0, 1, 0, 0]),
  });
  const x = () => tf.tensor3d([1, 2], [1, 2, 1]);

  // In training, the gates are separate tensors from the start; otherwise they stay in one tensor as long as possible.
  it.each([
    ['in training', true],
    ['in use', false],
  ])('gives all hidden states, or only the last one: %s', (_, training) => {
    const [c1, h1] = lstmByHand(1, 0, 0);
    const [, h2] = lstmByHand(2, c1, h1);
    expect(h1).toBeCloseTo(0.17427, 5);
    const states = (returnSequences: boolean): tf.Tensor =>
      apply({ type: 'lstm', units: 1, returnSequences }, x(), variables(), training);
    near(states(true), [h1, h2]);
    near(states(false), [h2]);
  });
});

/** The cell of the test above, in double precision. */
function lstmByHand(x: number, c: number, h: number): [c: number, h: number] {
  const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
  const sum = 0.5 * (x + h);
  const next = sigmoid(sum + 1) * c + sigmoid(sum) * Math.tanh(sum);
  return [next, sigmoid(sum) * Math.tanh(next)];
}

describe('a GRU', () => {
  it.each([
    ['in training', true],
    ['in use', false],
  ])('applies the reset gate after the product, as in Keras and cuDNN: %s', (_, training) => {
    // The kernel is (.3, .2, .5), the recurrent kernel (.4, .1, .6), and the recurrent biases are (0, 0, .7). The input
    // is 1, and the state is .25 after a first step.
    const variables = {
      kernel: tf.tensor2d([[0.3, 0.2, 0.5]]),
      recurrent: tf.tensor2d([[0.4, 0.1, 0.6]]),
      bias: tf.zeros([3]),
      recurrentBias: tf.tensor1d([0, 0, 0.7]),
    };
    const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
    const step = (x: number, h: number): number => {
      const z = sigmoid(0.3 * x + 0.4 * h);
      const r = sigmoid(0.2 * x + 0.1 * h);
      return z * h + (1 - z) * Math.tanh(0.5 * x + r * (0.6 * h + 0.7));
    };
    const first = step(1, 0);
    const x = tf.tensor3d([1, -2], [1, 2, 1]);
    near(apply({ type: 'gru', units: 1, returnSequences: true }, x, variables, training), [
      first,
      step(-2, first),
    ]);
  });
});

describe('a layer', () => {
  it('can average windows, and drops incomplete ones', () => {
    const x = tf.tensor4d([1, 2, 9, 3, 4, 9, 9, 9, 9], [1, 3, 3, 1]);
    near(apply({ type: 'averagePool2d', poolSize: 2 }, x), [2.5]);
  });

  it('can normalise each row: (1, 3) has mean 2 and variance 1', () => {
    const variables = { gamma: tf.tensor1d([1, 2]), beta: tf.tensor1d([0, 1]) };
    const y = apply(
      { type: 'layerNormalization', epsilon: 1e-9 },
      tf.tensor2d([[1, 3]]),
      variables,
    );
    near(y, [-1, 3]);
  });

  it('can repeat a vector at each step', () => {
    near(apply({ type: 'repeatVector', steps: 2 }, tf.tensor2d([[1, 2]])), [1, 2, 1, 2]);
  });

  it('can apply the same weights to each step if it is dense', () => {
    const variables = { kernel: tf.tensor2d([[1], [10]]), bias: tf.tensor1d([0.5]) };
    near(
      apply({ type: 'dense', units: 1 }, tf.tensor3d([1, 2, 3, 4], [1, 2, 2]), variables),
      [21.5, 43.5],
    );
  });

  it('can add a residual to its input or to a projection of it', () => {
    const inner = { '0/kernel': tf.tensor2d([[2]]), '0/bias': tf.tensor1d([1]) };
    near(
      apply({ type: 'residual', layers: [{ type: 'dense', units: 1 }] }, tf.tensor2d([[3]]), inner),
      [10],
    );
    const wider = {
      '0/kernel': tf.tensor2d([[2, 3]]),
      '0/bias': tf.tensor1d([0, 0]),
      'projection/kernel': tf.tensor2d([[10, 20]]),
      'projection/bias': tf.tensor1d([0, 1]),
    };
    near(
      apply({ type: 'residual', layers: [{ type: 'dense', units: 2 }] }, tf.tensor2d([[1]]), wider),
      [12, 24],
    );
  });
});

describe('a residual layer that enlarges', () => {
  it('adds copies of each projected pixel', () => {
    const x = tf.tensor4d([1, 2], [1, 1, 2, 1]);
    const variables = {
      // The kernel of the transposed convolution is 0, so that its output is its bias.
      '0/kernel': tf.zeros([2, 2, 1, 1]),
      '0/bias': tf.tensor1d([0.5]),
      'projection/kernel': tf.tensor4d([10], [1, 1, 1, 1]),
      'projection/bias': tf.tensor1d([1]),
    };
    const layers = [{ type: 'conv2dTranspose', filters: 1, kernelSize: 2, strides: 2 }] as const;
    const y = apply({ type: 'residual', layers: [...layers] }, x, variables);
    expect(y.shape).toEqual([1, 2, 4, 1]);
    near(y, [11.5, 11.5, 21.5, 21.5, 11.5, 11.5, 21.5, 21.5]);
    const between = apply(
      { type: 'residual', layers: [...layers], interpolation: 'bilinear' },
      x,
      variables,
    );
    near(between, [11.5, 14, 19, 21.5, 11.5, 14, 19, 21.5]);
  });
});

describe('bilinear interpolation', () => {
  // torch.nn.functional.interpolate(x, scale_factor=..., mode='bilinear') of PyTorch 2.15.0.
  const twice = [
    ...[1, 1.75, 3.25, 3.5, 2.5, 2, 0.75, 1.8125, 3.9375, 4.3125, 2.9375, 2.25],
    ...[0.25, 1.9375, 5.3125, 5.9375, 3.8125, 2.75, 0, 2, 6, 6.75, 4.25, 3],
  ];
  const thrice = [
    [1, 1, 2, 3, 4, 10 / 3, 8 / 3, 2, 2],
    [1, 1, 2, 3, 4, 10 / 3, 8 / 3, 2, 2],
    [2 / 3, 2 / 3, 20 / 9, 34 / 9, 16 / 3, 13 / 3, 10 / 3, 7 / 3, 7 / 3],
    [1 / 3, 1 / 3, 22 / 9, 41 / 9, 20 / 3, 16 / 3, 4, 8 / 3, 8 / 3],
    [0, 0, 8 / 3, 16 / 3, 8, 19 / 3, 14 / 3, 3, 3],
    [0, 0, 8 / 3, 16 / 3, 8, 19 / 3, 14 / 3, 3, 3],
  ].flat();

  it.each([
    [2, twice],
    [3, thrice],
  ] as const)('enlarges %i times as PyTorch does', (size, expected) => {
    const x = tf.tensor4d([1, 4, 2, 0, 8, 3], [1, 2, 3, 1]);
    const y = apply({ type: 'upSample2d', size, interpolation: 'bilinear' }, x);
    expect(y.shape).toEqual([1, 2 * size, 3 * size, 1]);
    near(y, expected);
  });
});

describe('stopGradient', () => {
  it('keeps the value and stops the gradient', () => {
    // With sg for stopGradient, d(x sg(x)) / dx is sg(x), not 2x.
    const f = (x: tf.Tensor): tf.Scalar => tf.sum(tf.mul(x, stopGradient(x)));
    const x = tf.tensor1d([2, -3]);
    near(f(x), [13]);
    near(tf.grad(f)(x), [2, -3]);
  });

  it('applies to all variables of a frozen context: the gradient reaches the input but not the weights', () => {
    const f = (x: tf.Tensor, w: tf.Tensor): tf.Scalar =>
      tf.sum(tf.mul(x, frozen(createContext({ variables: { w } }, true)).variable('w')));
    const [dx, dw] = tf.grads(f)([tf.tensor1d([2]), tf.tensor1d([5])]);
    near(dx!, [5]);
    near(dw!, [0]);
  });
});
