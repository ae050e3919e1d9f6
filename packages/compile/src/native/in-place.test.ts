import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { trace } from '../tracer/trace.js';
import { compileNative } from './compile.js';
import { findToolchain } from './toolchain.js';

const hasCompiler = (await findToolchain()) !== undefined;

/** New values of a weight that nothing reads afterwards, of one that a later sum reads, and of one read backwards. */
const graph = trace(
  ({ weight, read, turned }) => {
    const next = tf.sub(weight!, tf.mul(weight!, 0.5));
    const other = tf.add(read!, 1);
    return {
      weight: next,
      read: other,
      turned: tf.add(tf.reverse(turned!), 0),
      sum: tf.sum(tf.mul(read!, other)),
    };
  },
  { weight: { shape: [40] }, read: { shape: [40] }, turned: { shape: [40] } },
);
const values = (): Float32Array => Float32Array.from({ length: 40 }, (_, i) => i);
const inputs = (): Record<string, Float32Array> => ({
  weight: values(),
  read: values(),
  turned: values(),
});
const halves = values().map((value) => value / 2);

describe.skipIf(!hasCompiler)('machine code that may overwrite its inputs', () => {
  const open = () => compileNative(graph, { mayOverwrite: ['weight', 'read', 'turned', 'absent'] });

  it('does so where nothing needs the old values', async () => {
    expect((await compileNative(graph)).overwrites).toBeUndefined();
    const { overwrites } = await open();
    // A sum needs `read` later, and the first new element of `turned` needs its last old one.
    expect([...overwrites!]).toEqual(['weight']);
  });

  it('writes into the array of an input that is given for the result', async () => {
    const program = await open();
    const given = inputs();
    const results = await program.run(given, { into: { weight: given['weight']! } });
    expect(results['weight']).toBe(given['weight']);
    expect(given['weight']).toEqual(halves);
    expect(results['turned']).toEqual(values().reverse());
    expect(results['sum']![0]).toBe(values().reduce((sum, x) => sum + x * (x + 1), 0));
  });

  it('leaves inputs as they are if other arrays are given for the results, or none', async () => {
    const program = await open();
    for (const into of [{}, { weight: new Float32Array(40) }]) {
      const given = inputs();
      const results = await program.run(given, { into });
      expect(results['weight']).toEqual(halves);
      expect(given).toEqual(inputs());
    }
  });
});
