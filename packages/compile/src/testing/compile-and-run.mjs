/**
 * A minimal user of machine code, for tests of its process: compiles a program with the cache that its argument names, runs it
 * and prints its result. The program stores values between its loops.
 */
import { trace } from '@speil/compile';
import { compileNative } from '@speil/compile/node';
import * as tf from '@tensorflow/tfjs';

const [cache] = process.argv.slice(2);
const shape = [8, 8];
const graph = trace(
  ({ x }) => {
    const squares = tf.square(x);
    return { y: tf.sum(tf.matMul(squares, squares)) };
  },
  { x: { shape } },
);
const program = await compileNative(graph, { cache });
const { y } = await program.run({ x: new Float32Array(64).fill(2) });
process.stdout.write(`${y[0]}\n`);
