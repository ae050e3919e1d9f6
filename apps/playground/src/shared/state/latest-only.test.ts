import { describe, expect, it } from 'vitest';
import { latestOnly } from './latest-only';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a question that changes before its answer', () => {
  it('is asked only once more, in its newest form', async () => {
    const requested: number[] = [];
    const waiting: (() => void)[] = [];
    let newest = 0;
    const changed = latestOnly(() => {
      requested.push(newest);
      return new Promise((resolve) => waiting.push(resolve));
    });
    for (newest of [1, 2, 3]) changed();
    expect(requested).toEqual([1]);
    waiting.shift()!();
    await settled();
    expect(requested).toEqual([1, 3]);
    waiting.shift()!();
    await settled();
    expect(requested).toEqual([1, 3]);
  });

  it('is asked again after a failure', async () => {
    let requested = 0;
    const changed = latestOnly(() => {
      requested++;
      return Promise.reject(new Error('no'));
    });
    changed();
    await settled();
    changed();
    await settled();
    expect(requested).toBe(2);
  });
});
