import { describe, expect, it } from 'vitest';
import { stampAt } from './scatter';

describe('a numeral on the plane', () => {
  it('is centred on its point', () => {
    expect(stampAt(50, 12, 100)).toBe(44);
  });

  it('is never cut by an edge: it is moved inside, or left out if it is beyond', () => {
    expect([stampAt(2, 12, 100), stampAt(-5, 12, 100)]).toEqual([0, 0]);
    expect([stampAt(99, 12, 100), stampAt(105, 12, 100)]).toEqual([88, 88]);
    expect([stampAt(-7, 12, 100), stampAt(107, 12, 100)]).toEqual([undefined, undefined]);
  });
});
