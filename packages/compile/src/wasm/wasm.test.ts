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
