/** WebAssembly against tfjs's cpu backend: many functions and their gradients, on odd shapes, in one module. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { all, cases, expectAllNear, feeds, onCpu, specs } from '../testing/functions.js';
import { describeTarget } from '../testing/target.js';
import { trace } from '../tracer/trace.js';
import { compileWasm } from './compile.js';

describe('WebAssembly', () => {
  let expected: Record<string, Float32Array>;
  beforeAll(async () => {
    expected = await onCpu();
  });

  it(`of ${Object.keys(cases).length} functions and their gradients gives the values of the cpu backend`, async () => {
    const program = await compileWasm(trace(all, specs));
    const first = await program.run(feeds);
    expectAllNear(first, expected);
  });

  it('gives the same bits with any number of threads, which share also the smallest loops', async () => {
    const graph = trace(all, specs);
    const alone = await (await compileWasm(graph)).run(feeds);
    const sharing = { elements: 0, multiplications: 0 };
    for (const threads of [2, 3]) {
      const program = await compileWasm(graph, { threads, sharing });
      for (let run = 0; run < 5; run++) expect(await program.run(feeds)).toEqual(alone);
    }
  });

  it('reads an array again that has changed, unless it is told that none has', async () => {
    const program = await compileWasm(
      trace(({ x }) => ({ y: tf.mul(x!, 2) }), { x: { shape: [5] } }),
    );
    const x = Float32Array.of(1, 2, 3, 4, 5);
    await program.run({ x });
    x.fill(7);
    expect((await program.run({ x }))['y']).toEqual(new Float32Array(5).fill(14));
    x.fill(8);
    const { y } = await program.run({ x }, { unchanged: true });
    expect(y).toEqual(new Float32Array(5).fill(14));
    expect((await program.run({ x: x.slice() }, { unchanged: true }))['y']).toEqual(
      new Float32Array(5).fill(16),
    );
  });

  /** A product of sines by cosines, and the same with a bias, by hand. */
  const multiplied = async (rows: number, depth: number, columns: number): Promise<void> => {
    const a = Float32Array.from({ length: rows * depth }, (_, i) => Math.sin(i));
    const b = Float32Array.from({ length: depth * columns }, (_, i) => Math.cos(i));
    const c = Float32Array.from({ length: columns }, (_, i) => i / 8);
    const program = await compileWasm(
      trace(
        ({ a, b, c }) => {
          const product = tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
          return { plain: product, biased: tf.add(tf.mul(product, 1), c!) };
        },
        { a: { shape: [rows, depth] }, b: { shape: [depth, columns] }, c: { shape: [columns] } },
      ),
    );
    const { plain, biased } = await program.run({ a, b, c });
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) sum += a[i * depth + k]! * b[k * columns + j]!;
        expect(plain![i * columns + j]).toBeCloseTo(sum, 5);
        expect(biased![i * columns + j]).toBeCloseTo(sum + c[j]!, 5);
      }
    }
  };

  it('multiplies one row, and rows of any width, with and without a bias', async () => {
    for (const columns of [1, 3, 4, 7, 32, 37, 75]) await multiplied(2, 9, columns);
  });

  it('multiplies by a few columns, along vectors of any depth', async () => {
    for (const columns of [1, 2, 3, 4]) {
      for (const depth of [15, 16, 48]) await multiplied(5, depth, columns);
    }
  });

  it('packs weights once for several runs, and again when they change', async () => {
    const program = await compileWasm(
      trace(({ x, w }) => ({ y: tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D) }), {
        x: { shape: [5, 1] },
        w: { shape: [1, 9] },
      }),
    );
    const ones = (length: number, by = 1): Float32Array => new Float32Array(length).fill(by);
    const w = ones(9, 2);
    const run = async (weights: Float32Array, unchanged?: boolean): Promise<unknown> => {
      const options = unchanged === undefined ? {} : { unchanged };
      return (await program.run({ x: ones(5), w: weights }, options))['y'];
    };
    expect(await run(w)).toEqual(ones(45, 2));
    w.fill(3);
    expect(await run(w, true)).toEqual(ones(45, 2));
    expect(await run(w)).toEqual(ones(45, 3));
    expect(await run(ones(9, 4), true)).toEqual(ones(45, 4));
  });

  describeTarget(compileWasm);

  it('is refused in one line for an open dimension, and for too much memory', async () => {
    const open = trace(({ x }) => ({ y: tf.mul(x!, 2) }), { x: { shape: ['n', 3] } });
    await expect(compileWasm(open)).rejects.toThrow('WebAssembly has fixed shapes');
    const large = trace(({ x }) => ({ y: tf.mul(x!, 2) }), { x: { shape: [40_000, 40_000] } });
    await expect(compileWasm(large)).rejects.toThrow(
      /needs \d+ MiB of memory, and WebAssembly has/u,
    );
  });
});
