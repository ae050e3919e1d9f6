/**
 * Products of all sizes and layouts in machine code. On a processor with tiles (AMX) they compute those that are large enough;
 * elsewhere the same tests hold for vectors.
 */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { trace } from '../tracer/trace.js';
import { compileNative } from './compile.js';
import { findToolchain } from './toolchain.js';

const hasCompiler = (await findToolchain()) !== undefined;

/** Rows, columns and depth: whole tiles, edges of each axis, several blocks of the depth, too small for tiles, colliding rows. */
const sizes = [
  [32, 64, 32],
  [16, 96, 32],
  [17, 65, 45],
  [48, 80, 300],
  [100, 95, 64],
  [400, 72, 200],
  [1030, 64, 33],
  [15, 20, 40],
  [28, 160, 1024],
] as const;
const layouts = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

const nameOf = (size: readonly number[], [left, right]: readonly [boolean, boolean]): string =>
  `${size.join('x')}${left ? ' left transposed' : ''}${right ? ' right transposed' : ''}`;
const products = sizes.flatMap((size) =>
  layouts.map((layout) => ({ size, layout, name: nameOf(size, layout) })),
);

/** Numbers of very different sizes, some of them 0. */
const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => {
    const x = Math.sin((i + 1) * seed);
    return i % 7 === 0 ? 0 : x * 10 ** Math.round(3 * Math.cos(i * seed * 1.7));
  });

const feeds: Record<string, Float32Array> = {};
const specs: Record<string, { readonly shape: readonly number[] }> = {};
products.forEach(({ size: [rows, columns, depth], layout: [left, right], name }, i) => {
  specs[`${name} a`] = { shape: left ? [depth, rows] : [rows, depth] };
  specs[`${name} b`] = { shape: right ? [columns, depth] : [depth, columns] };
  feeds[`${name} a`] = numbers(rows * depth, 0.37 + i / 100);
  feeds[`${name} b`] = numbers(columns * depth, 0.91 + i / 100);
  specs[`${name} bias`] = { shape: [columns] };
  feeds[`${name} bias`] = numbers(columns, 0.5);
});

const all = (inputs: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> =>
  Object.fromEntries(
    products.map(({ layout: [left, right], name }) => {
      const [a, b] = [inputs[`${name} a`] as tf.Tensor2D, inputs[`${name} b`] as tf.Tensor2D];
      return [name, tf.add(tf.matMul(a, b, left, right), inputs[`${name} bias`]!)];
    }),
  );

/** Each element in double precision, and the sum of its terms' sizes. */
function exactly({
  size: [rows, columns, depth],
  layout: [left, right],
  name,
}: (typeof products)[number]) {
  const [a, b, bias] = ['a', 'b', 'bias'].map((part) => feeds[`${name} ${part}`]!) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  return Array.from({ length: rows * columns }, (_, place) => {
    const [i, j] = [Math.floor(place / columns), place % columns];
    let [sum, size] = [bias[j]!, Math.abs(bias[j]!)];
    for (let k = 0; k < depth; k++) {
      const term =
        a[left ? k * rows + i : i * depth + k]! * b[right ? j * depth + k : k * columns + j]!;
      sum += term;
      size += Math.abs(term);
    }
    return { sum, size };
  });
}

describe.skipIf(!hasCompiler)('a product in machine code', () => {
  it.each([1, 3])(
    'is as precise as float32 in all sizes and layouts, with %i threads',
    async (threads) => {
      const program = await compileNative(trace(all, specs), {
        threads,
        sharing: { elements: 0, multiplications: 0 },
      });
      const results = await program.run(feeds);
      for (const one of products) {
        const values = results[one.name]!;
        const worst = exactly(one).map(
          ({ sum, size }, i) => Math.abs(values[i]! - sum) / (size || 1),
        );
        // What vectors reach too (5.5e-7 on one processor). With the largest parts alone, 2^-16 would be out of reach.
        expect(Math.max(...worst), one.name).toBeLessThan(2 ** -20);
      }
    },
    60_000,
  );

  const [rows, columns, depth] = [33, 72, 70];
  const one = trace(({ a, b }) => ({ y: tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D) }), {
    a: { shape: [rows, depth] },
    b: { shape: [depth, columns] },
  });

  it.each([
    { name: 'infinity', value: Infinity, expected: Infinity },
    { name: 'NaN', value: NaN, expected: NaN },
    // Its first part of 8 bits would be rounded to infinity.
    { name: 'the largest number', value: 3.4028234663852886e38, expected: 3.4028234663852886e38 },
  ])('keeps $name, which has no parts of fewer bits', async ({ value, expected }) => {
    const program = await compileNative(one);
    const a = new Float32Array(rows * depth);
    const b = new Float32Array(depth * columns).fill(1);
    a[5 * depth + 69] = value;
    const { y } = await program.run({ a, b });
    expect([...y!.slice(5 * columns, 6 * columns)]).toEqual(
      Array.from({ length: columns }, () => expected),
    );
    expect([...y!.slice(0, 5 * columns)].every((zero) => zero === 0)).toBe(true);
  });

  it('keeps infinity in a matrix that several products share', async () => {
    const shared = trace(
      ({ a, b }) => {
        const first = tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
        return { y: tf.matMul(tf.relu(first), b as tf.Tensor2D), first };
      },
      { a: { shape: [32, 64] }, b: { shape: [64, 64] } },
    );
    const program = await compileNative(shared);
    const b = Float32Array.from({ length: 64 * 64 }, (_, i) => (i % 65 === 0 ? 1 : 0));
    b[3 * 64 + 40] = Infinity;
    const { first, y } = await program.run({ a: new Float32Array(32 * 64).fill(1), b });
    expect([first![0], first![40], first![63]]).toEqual([1, Infinity, 1]);
    expect(y![40]).toBe(Infinity);
  });
});
