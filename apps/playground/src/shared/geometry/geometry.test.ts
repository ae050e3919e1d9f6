import { describe, expect, it } from 'vitest';
import { ticksWithin } from './geometry';

describe('the ticks of a scale', () => {
  it.each([
    [0.5, 3, [-2, -1, 0, 1, 2, 3]],
    [-20, 43, [-60, -50, -40, -30, -20, -10, 0, 10, 20]],
    [0, 0.4, [-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4]],
  ])('around %f to a distance of %f are at most eleven round numbers', (middle, reach, values) => {
    expect(ticksWithin(middle, reach).map(({ value }) => value)).toEqual(values);
  });

  it('have a number at every second one, and at 0', () => {
    const numbered = ticksWithin(0.5, 3).filter(({ isNumbered }) => isNumbered);
    expect(numbered.map(({ value }) => value)).toEqual([-2, 0, 2]);
  });
});
