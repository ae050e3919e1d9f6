import { describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.js';
import { takeSubset } from './subset.js';

const rows = (indices: ArrayLike<number>) => ({
  shape: [indices.length, 1],
  values: Float32Array.from(indices),
});
const whole: Dataset = {
  id: 'a/train',
  size: 5,
  shape: [1],
  fingerprint: '0'.repeat(64),
  labels: Uint8Array.of(9, 8, 7, 6, 5),
  classNames: ['of each'],
  factors: {
    names: ['x', 'y'],
    sizes: [5, 5],
    values: Uint8Array.of(0, 0, 1, 10, 2, 20, 3, 30, 4, 40),
  },
  read: rows,
  conditions: rows,
  inputs: rows,
};

describe('a subset of a dataset', () => {
  it('has the requested order of examples, labels, factors, conditions and inputs', async () => {
    const some = takeSubset(whole, [3, 1]);
    expect([some.id, some.size, some.fingerprint]).toEqual(['a/train', 2, whole.fingerprint]);
    expect(some.labels).toEqual(Uint8Array.of(6, 8));
    expect([...some.factors!.values]).toEqual([3, 30, 1, 10]);
    const wanted = [1, 0, 1];
    for (const rows of [some.read(wanted), some.conditions!(wanted), some.inputs!(wanted)]) {
      expect([...(await rows).values]).toEqual([1, 3, 1]);
    }
  });

  it('refuses a position beyond its size', () => {
    expect(() => takeSubset(whole, [3, 1]).read([2])).toThrow(
      'An index into 2 examples of a/train must be below 2. Received: 2.',
    );
  });
});
