import type { Picture } from '@speil/images';
import { describe, expect, it } from 'vitest';
import { digitFrom } from './digit-from';
import { centreOfMass } from './rasterise';

/** A bar of ink on a sheet. */
function sheet(width: number, height: number, ink: number, paper: number): Picture {
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
    return x > 0.6 && x < 0.7 && y > 0.1 && y < 0.6 ? ink : paper;
  });
  return { width, height, channels: 1, pixels };
}

describe('a picture from a file', () => {
  it.each([
    ['light ink on black', sheet(140, 140, 255, 0)],
    ['dark ink on paper', sheet(200, 120, 20, 230)],
    ['pale ink on grey paper', sheet(120, 90, 90, 140)],
    ['a tiny picture', sheet(28, 28, 255, 0)],
  ])('of %s becomes light ink in the middle of black, twenty pixels tall', (_, picture) => {
    const digit = digitFrom(picture)!;
    expect(digit).toHaveLength(784);
    const inked = Array.from(digit.keys()).filter((i) => digit[i]! > 100);
    const rows = inked.map((i) => Math.floor(i / 28));
    expect(Math.max(...rows) - Math.min(...rows) + 1).toBeGreaterThanOrEqual(19);
    expect(Math.max(...rows) - Math.min(...rows) + 1).toBeLessThanOrEqual(20);
    const { x, y } = centreOfMass(digit, 28);
    expect(Math.abs(x - 14)).toBeLessThan(1);
    expect(Math.abs(y - 14)).toBeLessThan(1);
    expect(digit[0]).toBe(0);
  });

  it('that is empty is nothing', () => {
    expect(digitFrom(sheet(50, 50, 100, 100))).toBeUndefined();
    expect(digitFrom(sheet(50, 50, 110, 100))).toBeUndefined();
    expect(digitFrom({ width: 1, height: 1, channels: 1, pixels: Uint8Array.of(200) })).toBe(
      undefined,
    );
  });
});
