/** WebAssembly against tfjs's cpu backend: many functions and their gradients, on odd shapes, in one module. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { all, cases, expectNear, feeds, onCpu, specs } from '../testing/functions.js';
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
    for (const [name, values] of Object.entries(expected)) expectNear(first[name]!, values, name);
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

  it('multiplies one row, and rows of any width, with and without a bias', async () => {
    for (const columns of [1, 3, 4, 7, 32, 37, 75]) {
      const a = Float32Array.from({ length: 2 * 9 }, (_, i) => Math.sin(i));
      const b = Float32Array.from({ length: 9 * columns }, (_, i) => Math.cos(i));
      const c = Float32Array.from({ length: columns }, (_, i) => i / 8);
      const program = await compileWasm(
        trace(
          ({ a, b, c }) => {
            const product = tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
            return { plain: product, biased: tf.add(tf.mul(product, 1), c!) };
          },
          { a: { shape: [2, 9] }, b: { shape: [9, columns] }, c: { shape: [columns] } },
        ),
      );
      const { plain, biased } = await program.run({ a, b, c });
      for (let i = 0; i < 2; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < 9; k++) sum += a[i * 9 + k]! * b[k * columns + j]!;
          expect(plain![i * columns + j]).toBeCloseTo(sum, 5);
          expect(biased![i * columns + j]).toBeCloseTo(sum + c[j]!, 5);
        }
      }
    }
  });

  it('gives NaN for rows that a table does not have, and reads nothing beside it', async () => {
    const program = await compileWasm(
      trace(({ at, table }) => ({ y: tf.gather(table!, tf.cast(at!, 'int32')) }), {
        at: { shape: [4] },
        table: { shape: [3, 2] },
      }),
    );
    const table = Float32Array.of(1, 2, 3, 4, 5, 6);
    const { y } = await program.run({ table, at: Float32Array.of(0, 3, -1, 1e9) });
    expect(y).toEqual(Float32Array.of(1, 2, NaN, NaN, 5, 6, NaN, NaN));
  });

  it('is refused in one line for what has no loops, an open dimension, and too much memory', async () => {
    const sorted = trace(({ x }) => ({ y: tf.cumsum(x!) }), { x: { shape: [3] } });
    await expect(compileWasm(sorted)).rejects.toThrow('There are no loops for CumSum.');
    const empty = trace(({ x }) => ({ y: tf.sum(x!, 0) }), { x: { shape: [0, 4] } });
    await expect(compileWasm(empty)).rejects.toThrow('There are no loops for empty arrays.');
    const whole = trace(
      ({ x }) => {
        const n = tf.cast(x!, 'int32') as tf.Tensor2D;
        return { y: tf.matMul(n, n) };
      },
      { x: { shape: [2, 2] } },
    );
    await expect(compileWasm(whole)).rejects.toThrow('There are no loops for MatMul of int32.');
    const open = trace(({ x }) => ({ y: tf.mul(x!, 2) }), { x: { shape: ['n', 3] } });
    await expect(compileWasm(open)).rejects.toThrow('WebAssembly has fixed shapes');
    const large = trace(({ x }) => ({ y: tf.mul(x!, 2) }), { x: { shape: [40_000, 40_000] } });
    await expect(compileWasm(large)).rejects.toThrow(
      /needs \d+ MiB of memory, and WebAssembly has/u,
    );
  });

  it('keeps the values of assigned variables between runs', async () => {
    const counter = tf.variable(tf.scalar(0), true, 'wasm-counter');
    const program = await compileWasm(
      trace(
        ({ by }) => {
          counter.assign(tf.add<tf.Scalar>(counter, by!));
          return { now: counter.add(0) };
        },
        { by: { shape: [] } },
      ),
    );
    await program.run({ by: 2 });
    expect(await program.run({ by: 3 })).toEqual({ now: Float32Array.of(5) });
  });
});
