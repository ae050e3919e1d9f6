/** A minimal user of machine code, which the tests kill: compiles a program with a cache, runs it, and prints its result. */
import { trace } from '@speil/compile';
import { compileNative } from '@speil/compile/node';
import * as tf from '@tensorflow/tfjs';

const [cache] = process.argv.slice(2);
const graph = trace(({ x }) => ({ y: tf.square(x) }), { x: { shape: [3] } });
const program = await compileNative(graph, { cache });
const { y } = await program.run({ x: Float32Array.of(1, 2, 3) });
process.stdout.write(`${JSON.stringify([...y])}\n`);
