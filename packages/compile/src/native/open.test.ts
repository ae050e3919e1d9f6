import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { InputSpec } from '../tracer/trace.js';
import { trace } from '../tracer/trace.js';
import { compileNative } from './compile.js';
import { findToolchain } from './toolchain.js';

const hasCompiler = (await findToolchain()) !== undefined;

type Fn = (inputs: Record<string, tf.Tensor>) => tf.Tensor;
interface Case {
  readonly fn: Fn;
  readonly x: readonly number[];
  readonly weights?: Readonly<Record<string, readonly number[]>>;
}

const x4 = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;

/** Functions with a result for each item. */
const cases: Record<string, Case> = {
  'two layers': {
    fn: ({ x, w1, b1, w2 }) => tf.sigmoid(tf.matMul(tf.relu(tf.add(tf.matMul(x!, w1!), b1!)), w2!)),
    x: [5],
    weights: { w1: [5, 70], b1: [70], w2: [70, 49] },
  },
  'a product that threads take part by part': {
    fn: ({ x, w }) => tf.matMul(x!, w!),
    x: [96],
    weights: { w: [96, 200] },
  },
  'a product with a constant, and no weights': {
    fn: ({ x }) => tf.matMul(x!, tf.reshape(tf.cos(tf.range(0, 28 * 14)), [28, 14])),
    x: [28],
  },
  'a transposed matrix of weights': {
    fn: ({ x, w }) => tf.matMul(x!, w!, false, true),
    x: [37],
    weights: { w: [65, 37] },
  },
  'a layer with few columns': {
    fn: ({ x, w }) => tf.matMul(tf.exp(x!), w!),
    x: [32],
    weights: { w: [32, 2] },
  },
  'one number times two': { fn: ({ x, w }) => tf.matMul(x!, w!), x: [1], weights: { w: [1, 2] } },
  'two colours of a grey picture': {
    fn: ({ x, f }) => tf.conv2d(x4(x!), x4(f!), 1, 'valid'),
    x: [5, 5, 1],
    weights: { f: [1, 1, 1, 2] },
  },
  convolutions: {
    fn: ({ x, f, g }) =>
      tf.conv2dTranspose(
        tf.relu(tf.conv2d(x4(x!), x4(f!), 2, 'same')),
        x4(g!),
        [x!.shape[0], 8, 8, 3],
        2,
        'same',
      ),
    x: [8, 8, 3],
    weights: { f: [3, 3, 3, 20], g: [3, 3, 3, 20] },
  },
  'a sum of each item': { fn: ({ x }) => tf.sum(tf.square(x!), [1, 2]), x: [7, 9] },
  'a softmax of each item': { fn: ({ x }) => tf.softmax(x!), x: [11] },
  'the largest of each item': {
    fn: ({ x }) => tf.cast(tf.argMax(x!, 1), 'float32'),
    x: [11],
  },
  'turned pictures': { fn: ({ x }) => tf.add(tf.transpose(x!, [0, 2, 1]), 1), x: [4, 6] },
  'parts of each item side by side': {
    fn: ({ x }) => tf.concat([tf.slice(x!, [0, 2], [-1, 3]), tf.reverse(x!, 1)], 1),
    x: [6],
  },
  'one number for each item': { fn: ({ x }) => tf.mul(x!, 2), x: [] },
};

const values = (size: number, from: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(from + 1.7 * i));

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

describe.skipIf(!hasCompiler)('machine code with an open batch', () => {
  const specsOf = ({ x, weights = {} }: Case): Record<string, InputSpec> => ({
    x: { shape: ['n', ...x] },
    ...Object.fromEntries(Object.entries(weights).map(([name, shape]) => [name, { shape }])),
  });
  const weightsOf = ({ weights = {} }: Case, from = 0): Record<string, Float32Array> =>
    Object.fromEntries(
      Object.entries(weights).map(([name, shape], i) => [name, values(sizeOf(shape), from + i)]),
    );
  const graphOf = (one: Case) => trace((inputs) => ({ y: one.fn(inputs) }), specsOf(one));

  async function onCpu(one: Case, inputs: Record<string, Float32Array>): Promise<Float32Array> {
    await tf.setBackend('cpu');
    const n = inputs['x']!.length / sizeOf(one.x);
    const shapes: Record<string, readonly number[]> = { ...one.weights, x: [n, ...one.x] };
    return tf.tidy(() => {
      const tensors = Object.entries(inputs).map(
        ([name, array]) => [name, tf.tensor(array, [...shapes[name]!])] as const,
      );
      return one.fn(Object.fromEntries(tensors)).dataSync() as Float32Array;
    });
  }

  const expectNear = (found: Float32Array, expected: Float32Array): void => {
    expect(found).toHaveLength(expected.length);
    const far = found.findIndex((value, i) => !(Math.abs(value - expected[i]!) <= 3e-5));
    expect(far).toBe(-1);
  };

  it.each(Object.entries(cases))(
    'computes %s, for any number of items',
    async (_, one) => {
      const program = await compileNative(graphOf(one), { threads: 2 });
      const weights = weightsOf(one);
      for (const n of [1, 2, 3, 17, 300]) {
        const inputs = { ...weights, x: values(n * sizeOf(one.x), n) };
        const { y } = await program.run(inputs, { unchanged: true });
        expectNear(y as Float32Array, await onCpu(one, inputs));
        expect((await program.run(inputs, { unchanged: true }))['y']).toEqual(y);
      }
      expect((await program.run({ ...weights, x: new Float32Array(0) }))['y']).toHaveLength(0);
    },
    60_000,
  );

  it('computes with new weights, also where another executable has the same program', async () => {
    const one = cases['two layers']!;
    const [left, right] = [await compileNative(graphOf(one)), await compileNative(graphOf(one))];
    const x = values(15, 1);
    const [a, b] = [
      { ...weightsOf(one, 1), x },
      { ...weightsOf(one, 2), x },
    ];
    for (const [program, inputs] of [
      [left, a],
      [right, b],
      [left, a],
      [left, b],
      [right, b],
    ] as const) {
      const { y } = await program.run(inputs, { unchanged: true });
      expectNear(y as Float32Array, await onCpu(one, inputs));
    }
    // The same arrays with other values, which the caller does not call unchanged.
    for (const array of Object.values(b)) array.reverse();
    expectNear((await right.run(b))['y'] as Float32Array, await onCpu(one, b));
  });

  it.each<[string, Fn, string]>([
    ['an item needs another', ({ x }) => tf.sub(x!, tf.mean(x!, 0)), 'a reduction over items'],
    ['items change places', ({ x }) => tf.reverse(x!, 0), 'another order'],
    ['items are multiplied', ({ x }) => tf.matMul(x!, x!, true), 'a loop over something else'],
  ])('is refused where %s', async (_, fn, reason) => {
    const graph = trace(({ x }) => ({ y: fn({ x: x! }) }), { x: { shape: ['n', 4] } });
    await expect(compileNative(graph)).rejects.toThrow(
      `There are no loops over any number of items for ${reason}.`,
    );
  });

  it('is refused where the open axis is not the first one', async () => {
    const graph = trace(({ x }) => ({ y: tf.mul(x!, 2) }), { x: { shape: [3, 'n'] } });
    await expect(compileNative(graph)).rejects.toThrow(
      `There are no loops over 'n': it must be the first axis, and no variable may be assigned.`,
    );
  });
});
