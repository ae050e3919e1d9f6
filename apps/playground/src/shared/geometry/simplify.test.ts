import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance } from './geometry';
import { simplified } from './simplify';

/** A spiral of four turns, with 400 points. */
const spiral = Array.from({ length: 400 }, (_, i) => {
  const [angle, reach] = [(i / 400) * 8 * Math.PI, i / 400];
  return { x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
});

describe('a simplified line', () => {
  it('keeps its ends and loses points that lie on a straight line', () => {
    const line = Array.from({ length: 50 }, (_, i) => ({ x: i, y: 2 * i }));
    expect(simplified(line, 10, 0.1)).toEqual([line[0], line[49]]);
    expect(simplified(line.slice(0, 2), 10, 0.1)).toEqual(line.slice(0, 2));
    expect(simplified([], 10, 0.1)).toEqual([]);
  });

  it('keeps its end, and stays near the original line', () => {
    const few = simplified(spiral, 64, 0.005);
    expect(few.length).toBeLessThanOrEqual(64);
    expect(few.at(-1)).toEqual(spiral.at(-1));
    // Each point is nearer to the line than 0.05, a fifth of the distance between two turns.
    for (const point of spiral) {
      const near = few.slice(1).map((to, i) => {
        const from = few[i]!;
        const steps = Array.from({ length: 21 }, (_, k) => ({
          x: from.x + ((to.x - from.x) * k) / 20,
          y: from.y + ((to.y - from.y) * k) / 20,
        }));
        return Math.min(...steps.map((step) => distance(step, point)));
      });
      expect(Math.min(...near)).toBeLessThan(0.05);
    }
  });

  it('never has more points than allowed', () => {
    const point = fc.record({
      x: fc.double({ min: -1, max: 1, noNaN: true }),
      y: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 120 }), (line) => {
        const few = simplified(line, 16, 0.001);
        expect(few.length).toBeLessThanOrEqual(16);
        expect([few[0], few.at(-1)]).toEqual([line[0], line.at(-1)]);
      }),
    );
  });
});
