/** Compares finite scalar quantisation with hand computation by the formulas of Mentzer et al. 2024, appendix A.1. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { embedScalars, quantizeScalars } from './fsq.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

const specOf = (...levels: number[]) => ({ kind: 'fsq', levels }) as const;
const features = (rows: readonly (readonly number[])[]): tf.Tensor =>
  tf.tensor3d([rows.map((row) => [...row])]);
const valuesOf = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

describe('finite scalar quantisation', () => {
  it('rounds each value to one of its levels, which lie from -1 to 1', () => {
    // Five levels lie at -1, -.5, 0, .5, 1, and four at -1, -.5, 0, .5. For .5 of five levels, tanh(.5) * 2 = .92 is
    // rounded to 1, which is the level 1 / 2.
    const { vectors } = quantizeScalars(
      specOf(5, 4),
      features([
        [0.5, 9],
        [-9, -9],
        [0, 0],
      ]),
    );
    expect(valuesOf(vectors)).toEqual([0.5, 0.5, -1, -1, 0, 0]);
  });

  it.each([2, 3, 4, 5, 8, 9, 16])('has exactly %i levels', (level) => {
    const rows = Array.from({ length: 4001 }, (_, i) => [(i - 2000) / 200]);
    const { indices } = quantizeScalars(specOf(level), features(rows));
    const found = [...new Set(valuesOf(indices))].sort((a, b) => a - b);
    expect(found).toEqual(Array.from({ length: level }, (_, i) => i));
  });

  it('gives each code its own index, with the first value as the lowest digit', () => {
    const spec = specOf(3, 2, 4);
    const all = tf.tensor2d(
      Array.from({ length: 24 }, (_, i) => i),
      [1, 24],
    );
    const vectors = embedScalars(spec, all);
    expect(
      new Set(tf.unstack(vectors.squeeze<tf.Tensor2D>([0])).map((row) => valuesOf(row).join()))
        .size,
    ).toBe(24);
    // 7 = 1 + 3 * (0 + 2 * 1): the middle of three, the first of two, the second of four.
    expect(valuesOf(vectors.slice([0, 7, 0], [1, 1, 3]))).toEqual([0, -1, -0.5]);
    // Features that the inverse of the bound gives for all codes are rounded to the same codes.
    const inverse = valuesOf(vectors).map((code, i) => {
      const level = spec.levels[i % 3]!;
      const [range, offset] = [((level - 1) * 1.001) / 2, level % 2 === 0 ? 0.5 : 0];
      const digit = code * Math.floor(level / 2);
      return Math.atanh((digit + offset) / range) - Math.atanh(offset / range);
    });
    const back = quantizeScalars(spec, tf.tensor3d(inverse, [1, 24, 3]));
    expect(valuesOf(back.indices)).toEqual(valuesOf(all));
  });

  it('keeps the indices of 65,536 codes exact', () => {
    const spec = specOf(16, 16, 16, 16);
    const some = Float32Array.from({ length: 1000 }, (_, i) => (i * 65_521) % 65_536);
    const vectors = embedScalars(spec, tf.tensor2d(some, [1, 1000]));
    const digits = vectors.mul(8).add(8);
    const again = digits.mul(tf.tensor1d([1, 16, 256, 4096])).sum(-1);
    expect(valuesOf(again)).toEqual([...some]);
  });

  it('passes the gradient of the bounded value straight through', () => {
    const slope = tf.grad((x: tf.Tensor) => tf.sum(quantizeScalars(specOf(5), x).vectors));
    // (1 - tanh(x)^2) * 2.002 / 2.
    const [gradient] = valuesOf(slope(features([[0.7]])));
    expect(gradient).toBeCloseTo((1 - Math.tanh(0.7) ** 2) * 1.001, 5);
  });
});
