import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rasterise, side } from './rasterise';
import type { Strokes } from './strokes';

const pen = fc.record({ x: fc.nat(255), y: fc.nat(255) });
const drawing = fc.array(fc.array(pen, { minLength: 1, maxLength: 20 }), {
  minLength: 1,
  maxLength: 4,
});

function centreOfMass(picture: Uint8Array): [number, number] {
  let [sum, x, y] = [0, 0, 0];
  picture.forEach((ink, i) => {
    sum += ink;
    x += ink * ((i % side) + 0.5);
    y += ink * (Math.floor(i / side) + 0.5);
  });
  return [x / sum, y / sum];
}

describe('a drawing as the encoder sees it', () => {
  it('is blank for no strokes', () => {
    expect(rasterise([])).toEqual(new Uint8Array(784));
  });

  it('has its centre of mass in the middle, as MNIST has', () => {
    fc.assert(
      fc.property(drawing, (strokes) => {
        const [x, y] = centreOfMass(rasterise(strokes));
        // Ink that the shift moves over the edge, or grey that it rounds, costs a little.
        expect(Math.abs(x - 14)).toBeLessThan(1.2);
        expect(Math.abs(y - 14)).toBeLessThan(1.2);
      }),
    );
  });

  it('is the same wherever and however large it is drawn', () => {
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
    expect(apart).toBeLessThan(2); // Of 255: the rounding of the pad's units.
  });

  it('keeps a dot a dot', () => {
    const ink = rasterise([[{ x: 3, y: 200 }]]).filter((value) => value > 127).length;
    expect(ink).toBeGreaterThan(2);
    expect(ink).toBeLessThan(12);
  });
});
