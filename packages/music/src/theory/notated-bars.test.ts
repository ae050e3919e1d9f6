import { describe, expect, it } from 'vitest';
import { metresOfBars } from './notated-bars.js';

describe('the metres of written bars', () => {
  /** The metres of bars of 4/4 that begin at these quarters. */
  const metres = (starts: readonly number[], end: number) =>
    metresOfBars(
      starts.map((quarter) => ({ quarter, numerator: 4, denominator: 4 })),
      end,
    ).map(({ quarter, numerator, denominator }) => [quarter, `${numerator}/${denominator}`]);

  it('are a single metre if all bars are full', () => {
    expect(metres([0, 4, 8], 12)).toEqual([[0, '4/4']]);
  });

  it('begin with a short metre for a pickup', () => {
    expect(metres([0, 1, 5], 9)).toEqual([
      [0, '1/4'],
      [1, '4/4'],
    ]);
    expect(metres([0, 0.5, 4.5], 8.5)).toEqual([
      [0, '1/8'],
      [0.5, '4/4'],
    ]);
  });

  it('do not change at a bar that a repeat splits', () => {
    // A pickup of one quarter and two full bars. Then three quarters and the repeated pickup, which together form one
    // bar.
    expect(metres([0, 1, 5, 9, 12, 13], 17)).toEqual([
      [0, '1/4'],
      [1, '4/4'],
    ]);
  });

  it('include a separate metre for a bar that is too long, and return to the previous metre after it', () => {
    expect(metres([0, 4, 10], 14)).toEqual([
      [0, '4/4'],
      [4, '6/4'],
      [10, '4/4'],
    ]);
  });

  it('keep the written metre for the last bar, and for a bar that no metre fits', () => {
    expect(metres([0, 4], 5)).toEqual([[0, '4/4']]);
    expect(metres([0, 4, 4 + 1 / 3], 9)).toEqual([[0, '4/4']]);
  });
});
