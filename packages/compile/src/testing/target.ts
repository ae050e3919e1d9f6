/** What holds on every target of the loop form, beside the values of functions. */
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { Graph } from '../ir/graph.js';
import type { Executable } from '../runtime/executable.js';
import { trace } from '../tracer/trace.js';

export function describeTarget(compile: (graph: Graph) => Promise<Executable>): void {
  it('gives NaN for rows that a table does not have, and reads nothing beside it', async () => {
    const program = await compile(
      trace(({ at, table }) => ({ y: tf.gather(table!, tf.cast(at!, 'int32')) }), {
        at: { shape: [4] },
        table: { shape: [3, 2] },
      }),
    );
    const table = Float32Array.of(1, 2, 3, 4, 5, 6);
    const { y } = await program.run({ table, at: Float32Array.of(0, 3, -1, 1e9) });
    expect(y).toEqual(Float32Array.of(1, 2, NaN, NaN, 5, 6, NaN, NaN));
  });

  it('reduces an axis of one element to that element', async () => {
    const program = await compile(
      trace(
        ({ x }) => {
          const y = tf.exp(x!);
          return {
            sum: tf.sum(y, 1),
            mean: tf.mean(y, [0, 1]),
            max: tf.max(y, 0),
            softmax: tf.softmax(tf.reshape(y, [3, 1])),
            index: tf.cast(tf.argMax(y, 1), 'float32'),
          };
        },
        { x: { shape: [1, 1, 3] } },
      ),
    );
    const results = await program.run({ x: Float32Array.of(0, 0, 0) });
    const ones = Float32Array.of(1, 1, 1);
    expect(results).toEqual({
      ...{ sum: ones, mean: ones, max: ones, softmax: ones },
      index: new Float32Array(3),
    });
  });

  it('is refused in one line for what has no loops', async () => {
    const sorted = trace(({ x }) => ({ y: tf.cumsum(x!) }), { x: { shape: [3] } });
    await expect(compile(sorted)).rejects.toThrow('There are no loops for CumSum.');
    const empty = trace(({ x }) => ({ y: tf.sum(x!, 0) }), { x: { shape: [0, 4] } });
    await expect(compile(empty)).rejects.toThrow('There are no loops for empty arrays.');
    const whole = trace(
      ({ x }) => {
        const n = tf.cast(x!, 'int32') as tf.Tensor2D;
        return { y: tf.matMul(n, n) };
      },
      { x: { shape: [2, 2] } },
    );
    await expect(compile(whole)).rejects.toThrow('There are no loops for MatMul of int32.');
  });

  it('keeps the values of assigned variables between runs', async () => {
    const counter = tf.variable(tf.scalar(0), true, `${compile.name}-counter`);
    const program = await compile(
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
}
