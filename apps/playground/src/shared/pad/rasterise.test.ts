import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rasterise, side } from './rasterise';
import type { Strokes } from './strokes';

const pen = fc.record({ x: fc.nat(255), y: fc.nat(255) });
const drawing = fc.array(fc.array(pen, { minLength: 1, maxLength: 20 }), {
  minLength: 1,
  maxLength: 4,
});

function massOf(picture: Uint8Array): [number, number] {
  let [sum, x, y] = [0, 0, 0];
  picture.forEach((ink, i) => {
    sum += ink;
    x += ink * ((i % side) + 0.5);
    y += ink * (Math.floor(i / side) + 0.5);
  });
  return [x / sum, y / sum];
}

/** The first and the last column and row with ink. */
function measureBounds(picture: Uint8Array): Record<'left' | 'right' | 'top' | 'bottom', number> {
  const inked = Array.from(picture.keys()).filter((i) => picture[i]! > 0);
  const [columns, rows] = [inked.map((i) => i % side), inked.map((i) => Math.floor(i / side))];
  return {
    left: Math.min(...columns),
    right: Math.max(...columns),
    top: Math.min(...rows),
    bottom: Math.max(...rows),
  };
}

describe('a drawing as the encoder sees it', () => {
  it('is blank for no strokes', () => {
    expect(rasterise([])).toEqual(new Uint8Array(784));
  });

  it('has its centre of mass in the middle, as MNIST has, unless ink would leave the paper', () => {
    fc.assert(
      fc.property(drawing, (strokes) => {
        const picture = rasterise(strokes);
        const [x, y] = massOf(picture);
        const reach = measureBounds(picture);
        // Grey values are rounded, and a soft edge is sampled differently once it is moved.
        if (reach.left > 1 && reach.right < side - 2) expect(Math.abs(x - 14)).toBeLessThan(0.3);
        if (reach.top > 1 && reach.bottom < side - 2) expect(Math.abs(y - 14)).toBeLessThan(0.3);
      }),
      { numRuns: 200 },
    );
  });

  it('loses no ink at an edge', () => {
    // A dense block on one side and a dot on the far other side: the centre of mass is a third of the picture away from
    // the middle of the box.
    const block = Array.from({ length: 20 }, (_, i) => ({ x: i % 2 === 0 ? 0 : 40, y: 6 * i }));
    const dot: Strokes = [block, [{ x: 250, y: 60 }]];
    const mirrored = dot.map((stroke) => stroke.map(({ x, y }) => ({ x: 255 - x, y })));
    for (const strokes of [dot, mirrored]) {
      const { left, right } = measureBounds(rasterise(strokes));
      expect(right - left).toBeGreaterThanOrEqual(19);
    }
  });

  it('is the same at any place and size on the pad', () => {
    const seven = (scale: number, left: number): Strokes => [
      [
        { x: left, y: 20 },
        { x: left + 40 * scale, y: 20 },
        { x: left + 16 * scale, y: 20 + 80 * scale },
      ],
    ];
    expect(rasterise(seven(2, 90))).toEqual(rasterise(seven(2, 10)));
    const [small, large] = [rasterise(seven(1.5, 10)), rasterise(seven(2.5, 10))];
    const apart = small.reduce((sum, ink, i) => sum + Math.abs(ink - large[i]!), 0) / 784;
    expect(apart).toBeLessThan(2); // Out of 255. The pad's units are rounded.
  });

  it('shows a dot as a dot', () => {
    const ink = rasterise([[{ x: 3, y: 200 }]]).filter((value) => value > 127).length;
    expect(ink).toBeGreaterThan(2);
    expect(ink).toBeLessThan(12);
  });
});
