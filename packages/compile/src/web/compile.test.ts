/** Runs the same graph with onnxruntime-web, whose WebAssembly works in Node as in a browser. */
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { compile as compileNatively } from '../node/compile.js';
import { trace } from '../tracer/trace.js';
import { compile } from './compile.js';

it('the web runtime gives the same results as the native runtime, including gradients', async () => {
  const filter = tf.tensor(
    Array.from({ length: 54 }, (_, i) => Math.sin(i)),
    [3, 3, 2, 3],
  );
  const graph = trace(
    ({ x }) => {
      const loss = (v: tf.Tensor) =>
        tf.sum(tf.softplus(tf.conv2d(v as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same')));
      return { loss: loss(x!), gradient: tf.grad(loss)(x!) };
    },
    { x: { shape: [2, 6, 6, 2] } },
  );
  const x = Float32Array.from({ length: 144 }, (_, i) => Math.cos(i));
  const [web, native] = [await compile(graph), await compileNatively(graph)];
  const [actual, expected] = [await web.run({ x }), await native.run({ x })];
  for (const [name, values] of Object.entries(expected)) {
    values.forEach((value, i) => {
      expect(actual[name]![i]).toBeCloseTo(value, 4);
    });
  }
  await web.dispose();
});
