import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { toOnnx } from '../onnx/export.js';
import { trace } from '../tracer/trace.js';

const weights = tf.tidy(() => Array.from({ length: 12 }, (_, i) => Math.sin(i)));
const layer = ({ x }: Record<string, tf.Tensor>) => {
  const w = tf.tensor(weights, [3, 4]);
  return { y: tf.relu(tf.matMul(tf.reshape(x!, [x!.shape[0], 3]), w)) };
};
const rows = (count: number) => Float32Array.from({ length: 3 * count }, (_, i) => Math.cos(i));

describe('an open dimension', () => {
  it('accepts any size, with the same results as a graph of that size', async () => {
    const open = await compile(trace(layer, { x: { shape: ['batch', 1, 3] } }));
    expect(open.inputs[0]!.shape).toEqual(['batch', 1, 3]);
    expect(open.outputs[0]!.shape).toEqual(['batch', 4]);
    for (const count of [1, 3, 4, 17]) {
      const fixed = await compile(trace(layer, { x: { shape: [count, 1, 3] } }));
      const { y } = await open.run({ x: rows(count) });
      expect(y).toEqual((await fixed.run({ x: rows(count) }))['y']);
      expect(open.shapesFor({ x: rows(count) })).toEqual({ y: [count, 4] });
    }
    await expect(open.run({ x: new Float32Array(4) })).rejects.toThrow('takes a Float32Array of 3');
  });

  it('of convolutions, transposed convolutions and pooling gives the results of a fixed size', async () => {
    const filter = tf.tensor(
      Array.from({ length: 18 }, (_, i) => Math.sin(i)),
      [3, 3, 1, 2],
    );
    const network = ({ x }: Record<string, tf.Tensor>) => {
      const h = tf.relu(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same'));
      const back = tf.conv2dTranspose(h, filter as tf.Tensor4D, [x!.shape[0], 6, 6, 1], 2, 'same');
      return { back, pooled: tf.maxPool(back, 2, 2, 'same') };
    };
    for (const threads of [1, 2]) {
      const open = await compile(trace(network, { x: { shape: ['batch', 6, 6, 1] } }), { threads });
      const fixed = await compile(trace(network, { x: { shape: [4, 6, 6, 1] } }), { threads });
      const x = Float32Array.from({ length: 144 }, (_, i) => Math.cos(i));
      expect(await open.run({ x })).toEqual(await fixed.run({ x }));
    }
  });

  it.each<[string, (x: tf.Tensor2D) => tf.Tensor]>([
    ['ones and zeros like it', (x) => tf.add(tf.onesLike(x), tf.zerosLike(x))],
    ['a sum of ones', (x) => tf.sum(tf.onesLike(x))],
    ['sums of filled rows', (x) => tf.sum(tf.fill([x.shape[0], 3], 0.5), 1)],
    ['a choice between numbers', (x) => tf.where(tf.greater(x, 0), tf.scalar(1), tf.scalar(-1))],
    ['a choice with a fill', (x) => tf.where(tf.greater(x, 0), x, tf.fill(x.shape, 7))],
    ['a concatenated column of ones', (x) => tf.concat([x, tf.ones([x.shape[0], 1])], 1)],
    ['concatenated columns of a number', (x) => tf.concat([x, tf.fill([x.shape[0], 2], 3)], 1)],
    ['a stack with zeros', (x) => tf.stack([x, tf.zerosLike(x)], 2)],
    ['a product with a filled matrix', (x) => tf.matMul(tf.fill([2, x.shape[0]], 0.5), x)],
    ['a product of ones', (x) => tf.matMul(tf.onesLike(x), tf.ones([3, 2]))],
    ['a repeated row', (x) => tf.add(x, tf.tile(tf.tensor2d([[1, 2, 3]]), [x.shape[0], 1]))],
    ['all pairs', (x) => tf.sub(tf.expandDims(x, 1), tf.expandDims(x, 0)).reshape([-1])],
    ['a sum over it, divided by its size', (x) => tf.div(tf.sum(x, 0), x.shape[0])],
    ['a mean over it', (x) => tf.mean(x, 0)],
    ['a running sum over it', (x) => tf.cumsum(x, 0)],
    ['reversed rows', (x) => tf.reverse(x, 0)],
    [
      'padding below it',
      (x) =>
        tf.pad(x, [
          [0, 2],
          [0, 0],
        ]),
    ],
  ])('with %s gives the same results as a graph of each size', async (_, fn) => {
    // Outputs have the open dimension unchanged, or not at all.
    const code = ({ x }: Record<string, tf.Tensor>) => ({
      y: tf.sum(tf.square(fn(x as tf.Tensor2D))),
      rows: tf.add(tf.mul(x!, 0), tf.sum(fn(x as tf.Tensor2D))),
    });
    const open = await compile(trace(code, { x: { shape: ['batch', 3] } }));
    for (const count of [1, 2, 5, 17]) {
      const x = Float32Array.from({ length: 3 * count }, (__, i) => Math.cos(i));
      const fixed = await compile(trace(code, { x: { shape: [count, 3] } }));
      expect(await open.run({ x })).toEqual(await fixed.run({ x }));
      await fixed.dispose();
    }
    await open.dispose();
  });

  it('is refused if the code computes with it', () => {
    expect(() => trace(({ x }) => ({ y: tf.mul(x!, 1) }), { x: { shape: ['a', 'b'] } })).toThrow(
      'at most one open dimension. Received: a, b.',
    );
    const counting = trace(({ x }) => ({ y: tf.div(x!, x!.shape[0] ** 2) }), {
      x: { shape: ['n', 2] },
    });
    return expect(compile(counting)).rejects.toThrow(
      "The dimension 'n' cannot be left open: a constant of Div depends on its size.",
    );
  });
});

describe('an ONNX file', () => {
  it('is opened and run by the runtime alone', async () => {
    const graph = trace(layer, { x: { shape: ['batch', 1, 3] } });
    const session = await InferenceSession.create(toOnnx(graph, { metadata: { made: 'here' } }));
    expect(session.inputNames).toEqual(['x']);
    expect(session.outputNames).toEqual(['y']);
    const { y } = await session.run({ x: new Tensor('float32', rows(5), [5, 1, 3]) });
    const compiled = await compile(graph);
    expect(y!.dims).toEqual([5, 4]);
    expect(y!.data).toEqual((await compiled.run({ x: rows(5) }))['y']);
  });
});

describe('the cache on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'speil-compile-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function made(): Promise<{ misses: number; y: unknown }> {
    let misses = 0;
    const graph = trace(layer, { x: { shape: [2, 1, 3] } }, { check: false });
    const run = await compile(graph, { cache: folder, onMiss: () => misses++ });
    return { misses, y: (await run.run({ x: rows(2) }))['y'] };
  }

  it('keeps compiled graphs, keyed by the graph', async () => {
    const first = await made();
    expect(first.misses).toBe(1);
    expect(await made()).toEqual({ misses: 0, y: first.y });
    const other = trace(({ x }) => ({ y: tf.neg(x!) }), { x: { shape: [2] } });
    let misses = 0;
    await compile(other, { cache: folder, onMiss: () => misses++ });
    await compile(other, { cache: folder, threads: 2, onMiss: () => misses++ });
    expect(misses).toBe(2);
    expect(await readdir(folder)).toHaveLength(3);
  });

  it('is rebuilt if it is damaged', async () => {
    const first = await made();
    const [name] = await readdir(folder);
    const path = join(folder, name!);
    const whole = await readFile(path);
    for (const broken of [
      whole.subarray(0, whole.length - 1),
      Buffer.from(whole).fill(255, whole.length >> 1, (whole.length >> 1) + 1),
      Buffer.alloc(0),
      Buffer.from('no header at all'),
    ]) {
      await writeFile(path, broken);
      expect(await made()).toEqual({ misses: 1, y: first.y });
      expect(await made()).toEqual({ misses: 0, y: first.y });
    }
  });

  it('is skipped if its folder cannot be created', async () => {
    await writeFile(join(folder, 'file'), '');
    const graph = trace(layer, { x: { shape: [2, 1, 3] } });
    const run = await compile(graph, { cache: join(folder, 'file', 'below') });
    expect((await run.run({ x: rows(2) }))['y']).toHaveLength(8);
  });
});

describe('a run', () => {
  it('gives bit-identical results, with one thread and with two', async () => {
    const graph = trace(
      ({ x, w }) => {
        const loss = (v: tf.Tensor) => tf.sum(tf.tanh(tf.matMul(x!, v as tf.Tensor2D)));
        return { g: tf.grad(loss)(w!) };
      },
      { x: { shape: [64, 100] }, w: { shape: [100, 80] } },
    );
    const x = Float32Array.from({ length: 6400 }, (_, i) => Math.sin(i * 7));
    const w = Float32Array.from({ length: 8000 }, (_, i) => Math.cos(i * 3) / 9);
    for (const threads of [1, 2]) {
      const [one, two] = [await compile(graph, { threads }), await compile(graph, { threads })];
      const first = await one.run({ x, w });
      expect(await one.run({ x, w })).toEqual(first);
      expect(await two.run({ x, w })).toEqual(first);
    }
  });
});
