/** Measures how fast an engine multiplies matrices, for `speil doctor`. */
import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from './engine.js';
import { take, tensorFunction } from './tensor-function.js';

const side = 512;

/** @returns billions of operations per second in a product of two 512 x 512 matrices, the best of three runs. */
export async function measureGflops(engine: Engine): Promise<number> {
  const product = engine.compile(
    tensorFunction('speed-probe', (inputs) => ({
      out: {
        sum: tf.sum(
          tf.matMul(take(inputs, 'in', 'x') as tf.Tensor2D, take(inputs, 'in', 'x') as tf.Tensor2D),
        ),
      },
    })),
  );
  const x = engine.upload({
    shape: [side, side],
    values: Float32Array.from({ length: side * side }, (_, i) => (i % 7) / 7),
  });
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    const outputs = await product({ in: { x } });
    await engine.download(outputs['out']!['sum']!);
    best = Math.min(best, performance.now() - start);
    engine.release(outputs);
  }
  engine.release({ in: { x } });
  return (2 * side ** 3) / best / 1e6;
}
