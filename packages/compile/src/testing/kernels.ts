/** Compares kernels with references: native execution, tfjs's cpu backend, and central differences. */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import type { Graph } from '../ir/graph.js';
import { compile } from '../node/compile.js';
import type { Executable, HostArray } from '../runtime/executable.js';
import { trace } from '../tracer/trace.js';
import { compile as compileForWeb } from '../web/compile.js';

export type TensorFn = (...inputs: tf.Tensor[]) => tf.Tensor;

export interface Given {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype?: 'float32' | 'int32' | 'bool';
}

/** Gives the same pseudo-random numbers every time, by a linear congruential generator (Numerical Recipes). */
export function numbers(count: number, seed: number, from = -2, to = 2): number[] {
  let state = seed + 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from + ((to - from) * state) / 2 ** 32;
  });
}

export function given(shape: readonly number[], seed = 1, from = -2, to = 2): Given {
  return {
    shape,
    values: numbers(
      shape.reduce((a, b) => a * b, 1),
      seed,
      from,
      to,
    ),
  };
}

const named = (inputs: readonly Given[]): Record<string, Given> =>
  Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));

function arrayOf({ values, dtype = 'float32' }: Given): HostArray {
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}

/** Compiles `fn` for these inputs and runs it once. */
export function natively(fn: TensorFn, inputs: readonly Given[], threads = 1): Promise<number[]> {
  return ran(fn, inputs, (graph) => compile(graph, { threads }));
}

/** Runs `fn` with the runtime's WebAssembly build, as in a browser. */
export function inWebAssembly(fn: TensorFn, inputs: readonly Given[]): Promise<number[]> {
  return ran(fn, inputs, (graph) => compileForWeb(graph));
}

async function ran(
  fn: TensorFn,
  inputs: readonly Given[],
  compiler: (graph: Graph) => Promise<Executable>,
): Promise<number[]> {
  const graph = trace(
    (tensors) => ({ y: fn(...inputs.map((_, i) => tensors[`x${i}`]!)) }),
    Object.fromEntries(
      Object.entries(named(inputs)).map(([name, { shape, dtype = 'float32' }]) => [
        name,
        { shape, dtype },
      ]),
    ),
  );
  const compiled = await compiler(graph);
  const values = Object.fromEntries(
    Object.entries(named(inputs)).map(([name, input]) => [name, arrayOf(input)]),
  );
  const { y } = await compiled.run(values);
  await compiled.dispose();
  return Array.from(y!);
}

/** Runs `fn` on tfjs's cpu backend. */
export async function onCpu(fn: TensorFn, inputs: readonly Given[]): Promise<number[]> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const tensors = inputs.map((input) =>
      tf.tensor(arrayOf(input), [...input.shape], input.dtype ?? 'float32'),
    );
    return Array.from(fn(...tensors).dataSync());
  });
}

/** The largest difference, relative to the largest value or to 1. NaN and infinities must be the same. */
export function maxDifference(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  const finite = expected.filter(Number.isFinite).map(Math.abs);
  const scale = Math.max(1, ...finite);
  return Math.max(
    0,
    ...actual.map((value, i) => {
      if (Object.is(value, expected[i]) || value === expected[i]) return 0;
      const difference = Math.abs(value - expected[i]!) / scale;
      return Number.isNaN(difference) ? Infinity : difference;
    }),
  );
}

/** Returns the gradient of sum(weights * fn(inputs)) with respect to one input as a function, by tfjs's rules. */
export function gradientOf(fn: TensorFn, which: number, weights: readonly number[]): TensorFn {
  return (...inputs) => {
    const scalar = (x: tf.Tensor): tf.Scalar => {
      const y = fn(...inputs.map((input, i) => (i === which ? x : input)));
      return tf.sum(tf.mul(y, tf.tensor([...weights], y.shape)));
    };
    return tf.grad(scalar)(inputs[which]!);
  };
}

/** A forward pass in double precision, on plain arrays. */
export type Reference = (...inputs: readonly (readonly number[])[]) => number[];

/** Computes the gradient of `gradientOf` by central differences of a double-precision forward pass. */
export function differences(
  reference: Reference,
  inputs: readonly Given[],
  which: number,
  weights: readonly number[],
  step = 1e-5,
): number[] {
  const value = (at: readonly number[]): number => {
    const all = inputs.map(({ values }, i) => (i === which ? at : values));
    return reference(...all).reduce((sum, y, i) => sum + y * weights[i]!, 0);
  };
  const x = inputs[which]!.values.map(Math.fround);
  return x.map((_, i) => {
    const moved = (by: number): number[] => x.map((v, j) => (j === i ? v + by : v));
    return (value(moved(step)) - value(moved(-step))) / (2 * step);
  });
}

/** Tolerance for float32 arithmetic in another order. */
export const tolerance = 2e-6;

export async function expectSame(
  fn: TensorFn,
  inputs: readonly Given[],
  within = tolerance,
): Promise<void> {
  const expected = await onCpu(fn, inputs);
  expect(maxDifference(await natively(fn, inputs), expected)).toBeLessThan(within);
}

export async function expectSameGradients(
  fn: TensorFn,
  inputs: readonly Given[],
  within = 1e-5,
): Promise<void> {
  const outputs = (await onCpu(fn, inputs)).length;
  const weights = numbers(outputs, 99);
  for (const [which, { dtype = 'float32' }] of inputs.entries()) {
    if (dtype === 'float32') await expectSame(gradientOf(fn, which, weights), inputs, within);
  }
}
