import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../node/compile.js';
import type { Executable } from '../runtime/executable.js';
import type { Values } from '../ir/graph.js';
import { trace } from '../tracer/trace.js';
import { splitTail } from './split.js';
import { compileTail } from './tailed.js';

beforeAll(() => tf.setBackend('cpu'));

const namesOf = (list: readonly { readonly name: string }[]): string[] =>
  list.map(({ name }) => name);

/** Adam on a layer whose sizes are not divisible by four, after a gradient that only the runtime can compute. */
function step(inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
  const { x, w, m, s, rate } = inputs as Record<string, tf.Tensor2D>;
  const g = tf.grad((v) => tf.sum(tf.square(tf.matMul(x!, v as tf.Tensor2D))))(w!);
  const mean = tf.add(tf.mul(m!, 0.9), tf.mul(g, 0.1));
  const square = tf.add(tf.mul(s!, 0.99), tf.mul(tf.square(g), 0.01));
  const change = tf.div(tf.mul(mean, rate!), tf.add(tf.sqrt(square), 1e-3));
  return { w: tf.sub(w!, change), m: mean, s: square, norm: tf.sum(tf.square(g)) };
}
const shapes = {
  x: { shape: [2, 3] },
  w: { shape: [3, 7] },
  m: { shape: [3, 7] },
  s: { shape: [3, 7] },
  rate: { shape: [] },
};
const wave = (length: number, phase: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(i + phase));
const start = () => ({
  w: wave(21, 1),
  m: wave(21, 2),
  s: wave(21, 3).map(Math.abs),
});

function onCpu(count: number): Record<string, Values> {
  let state: Record<string, Values> = start();
  for (let i = 0; i < count; i++) {
    state = tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(state).map(([name, values]) => [
          name,
          tf.tensor(values as Float32Array, [3, 7]),
        ]),
      );
      const { w, m, s } = step({
        x: tf.tensor(wave(6, 0), [2, 3]),
        rate: tf.scalar(0.1),
        ...tensors,
      });
      return { w: w!.dataSync(), m: m!.dataSync(), s: s!.dataSync() };
    });
  }
  return state;
}

function expectClose(received: Record<string, Values>, expected: Record<string, Values>): void {
  for (const name of ['w', 'm', 's']) {
    expect(received[name]).toHaveLength(21);
    Array.from(received[name] as Float32Array).forEach((value, i) =>
      expect(value).toBeCloseTo((expected[name] as Float32Array)[i]!, 5),
    );
  }
}

describe('a tail of elementwise arithmetic', () => {
  it('is split off if only results use it', () => {
    const { head, tail } = splitTail(trace(step, shapes));
    expect(namesOf(tail!.outputs)).toEqual(['w', 'm', 's']);
    expect(namesOf(tail!.inputs).sort()).toEqual(['m', 'rate', 's', 'tail/0', 'w']);
    expect(head.outputs.map(({ name }) => name)).toEqual(['norm', 'tail/0']);
    expect(head.nodes.some(({ op }) => op === 'Sqrt')).toBe(false);
  });

  it('is not split off if it is short or the whole graph, if the dimension is open, or if it is used further', () => {
    const short = trace(({ x }) => ({ y: tf.neg(x!) }), { x: { shape: [4] } });
    const long = (x: tf.Tensor): tf.Tensor => tf.sqrt(tf.abs(tf.mul(tf.add(x, 1), 2)));
    const open = trace(({ x }) => ({ y: long(x!) }), { x: { shape: ['n', 4] } });
    const read = trace(({ x }) => ({ y: tf.sum(long(x!)) }), { x: { shape: [4] } });
    const whole = trace(({ x }) => ({ y: long(x!) }), { x: { shape: [4] } });
    for (const graph of [short, open, read, whole])
      expect(splitTail(graph)).toEqual({ head: graph });
  });

  it('leaves sums of the head in the head, which merges them into one product', () => {
    const unrolled = ({ x, w, m }: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
      const loss = (v: tf.Tensor): tf.Scalar => {
        let h = x!;
        for (let t = 0; t < 3; t++) h = tf.tanh(tf.matMul(h as tf.Tensor2D, v as tf.Tensor2D));
        return tf.sum(h);
      };
      const sum = tf.add(tf.mul(m!, 0.9), tf.grad(loss)(w!));
      return { w: tf.sub(w!, tf.mul(sum, 0.1)), m: sum };
    };
    const { tail } = splitTail(
      trace(unrolled, { x: { shape: [2, 4] }, w: { shape: [4, 4] }, m: { shape: [4, 4] } }),
    );
    expect(namesOf(tail!.inputs).sort()).toEqual(['m', 'tail/0', 'w']);
    expect(tail!.nodes.map(({ op }) => op).sort()).toEqual(['Add', 'Multiply', 'Multiply', 'Sub']);
  });

  it('computes the same as the reference, with foreign arrays and with arrays of its memory', async () => {
    const expected = onCpu(5);
    const run = await compile(trace(step, shapes));
    const fixed = { x: wave(6, 0), rate: 0.1 };
    let state: Record<string, Values> = start();
    for (let i = 0; i < 5; i++) {
      const { w, m, s } = await run.run({ ...fixed, ...state });
      state = { w: w!, m: m!, s: s! };
    }
    expectClose(state, expected);

    expectClose(await withOwnArrays(run, fixed, 5), expected);
    // All arrays have been returned: two sets.
    const taken = ['w', 'w', 'w'].map((name) => run.memory!.take(name));
    expect(taken.map((array) => array?.length)).toEqual([21, 21, undefined]);
    expect(run.memory!.take('norm')).toBeUndefined();
    expect(run.memory!.give(new Float32Array(21))).toBe(false);
  });

  it('supports each operation', async () => {
    const all = ({ a, b }: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
      const one = tf.div(tf.sub(tf.maximum(a!, b!), tf.neg(tf.minimum(a!, b!))), tf.abs(b!));
      const y = tf.add(tf.sqrt(tf.abs(one)), tf.mul(tf.square(a!), -2));
      return { y, head: tf.tanh(a!) };
    };
    const graph = trace(all, { a: { shape: [2, 5] }, b: { shape: [2, 5] } });
    const { head, tail } = splitTail(graph);
    expect(tail!.nodes.length).toBe(11);
    expect(head.nodes.map(({ op }) => op)).toEqual(['Tanh']);
    const [a, b] = [wave(10, 0.5), wave(10, 4)];
    const { y } = await (await compile(graph)).run({ a, b });
    const reference = tf.tidy(() =>
      all({ a: tf.tensor(a, [2, 5]), b: tf.tensor(b, [2, 5]) })['y']!.dataSync(),
    );
    Array.from(y as Float32Array).forEach((value, i) =>
      expect(value).toBeCloseTo(reference[i]!, 5),
    );
  });

  it('keeps NaN and infinity, and flushes denormal numbers to 0', async () => {
    const scaled = ({ x }: Record<string, tf.Tensor>): Record<string, tf.Tensor> => ({
      y: tf.neg(tf.neg(tf.mul(x!, 0.5))),
      head: tf.tanh(x!),
    });
    const run = await compile(trace(scaled, { x: { shape: [6] } }));
    const { y } = await run.run({ x: Float32Array.of(NaN, Infinity, -Infinity, 1e-38, -1e-38, 3) });
    expect(Array.from(y as Float32Array, (v) => v + 0)).toEqual([
      NaN,
      Infinity,
      -Infinity,
      0,
      0,
      1.5,
    ]);
  });

  it('is not used if its arrays would not fit into one memory', async () => {
    const long = { shape: [2 ** 27] };
    const graph = trace(({ a, b }) => ({ y: tf.sqrt(tf.abs(tf.mul(a!, 2))), head: tf.sum(b!) }), {
      a: long,
      b: { shape: [3] },
    });
    const { tail } = splitTail(graph);
    expect(tail!.nodes).toHaveLength(3);
    expect(await compileTail(tail!)).toBeUndefined();
  });
});

async function withOwnArrays(
  run: Executable,
  fixed: Record<string, Float32Array | number>,
  count: number,
): Promise<Record<string, Values>> {
  const names = ['w', 'm', 's'];
  let state: Record<string, Float32Array> = start();
  for (let i = 0; i < count; i++) {
    const into = Object.fromEntries(names.map((name) => [name, run.memory!.take(name)!]));
    const results = await run.run({ ...fixed, ...state }, { into });
    expect(results['w']).toBe(into['w']);
    for (const name of names) expect(run.memory!.give(state[name]!)).toBe(i > 0);
    state = into;
  }
  const copies = Object.fromEntries(names.map((name) => [name, state[name]!.slice()]));
  for (const name of names) run.memory!.give(state[name]!);
  return copies;
}
