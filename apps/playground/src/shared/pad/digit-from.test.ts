import type { Picture } from '@speil/images';
import { describe, expect, it } from 'vitest';
import { digitFrom } from './digit-from';
import { centreOfMass, rasterise } from './rasterise';
import type { Strokes } from './strokes';

/** A picture of a bar of ink on a sheet. */
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
  ])(
    'of %s becomes light ink in the middle of a black picture, twenty pixels tall',
    (_, picture) => {
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
    },
  );

  it('that is empty gives no digit', () => {
    expect(digitFrom(sheet(50, 50, 100, 100))).toBeUndefined();
    expect(digitFrom(sheet(50, 50, 110, 100))).toBeUndefined();
    expect(digitFrom({ width: 1, height: 1, channels: 1, pixels: Uint8Array.of(200) })).toBe(
      undefined,
    );
  });
});

/** A 7 with a bar, and a 5 with a separate top stroke. */
const digits: Readonly<Record<string, Strokes>> = {
  seven: [
    [
      { x: 60, y: 60 },
      { x: 190, y: 55 },
      { x: 110, y: 210 },
    ],
    [
      { x: 100, y: 130 },
      { x: 175, y: 125 },
    ],
  ],
  five: [
    [
      { x: 90, y: 60 },
      { x: 80, y: 120 },
      { x: 150, y: 115 },
      { x: 180, y: 160 },
      { x: 140, y: 210 },
      { x: 70, y: 200 },
    ],
    [
      { x: 110, y: 52 },
      { x: 185, y: 50 },
    ],
  ],
};

/**
 * @param dark brightness at the dark end; the bright end has brightness 235.
 * @returns a photograph of a sheet with a shadow, grain and, if requested, a table in a corner.
 */
function photograph(strokes: Strokes, dark: number, table: boolean): Picture {
  const [width, height, scale] = [280, 210, 5];
  const ink = rasterise(strokes);
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const light = 235 + ((dark - 235) * (x + 0.4 * y)) / (width + 0.4 * height);
    const grain = ((i * 7919) % 13) - 6;
    if (table && x + y < 50) return 60 + grain;
    const [column, row] = [Math.floor((x - 80) / scale), Math.floor((y - 40) / scale)];
    const inside = column >= 0 && column < 28 && row >= 0 && row < 28;
    const share = inside ? ink[row * 28 + column]! / 255 : 0;
    return Math.round(light * (1 - 0.65 * share) + grain);
  });
  return { width, height, channels: 1, pixels };
}

/** @returns the cosine similarity of two pictures. */
function agreement(a: Uint8Array, b: Uint8Array): number {
  const dot = (one: Uint8Array, other: Uint8Array): number =>
    one.reduce((sum, value, i) => sum + value * other[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe.each(Object.keys(digits))('a photograph of a %s', (name) => {
  const strokes = digits[name]!;

  it.each([
    ['in even light', 228, false],
    ['with a shadow', 120, false],
    ['with a deep shadow', 80, false],
    ['with a shadow and a table', 130, true],
  ])('%s gives the digit that was written', (_, dark, table) => {
    const digit = digitFrom(photograph(strokes, dark, table))!;
    expect(agreement(digit, rasterise(strokes))).toBeGreaterThan(0.88);
  });

  it('with light ink on a dark board gives the same digit', () => {
    const { pixels, ...size } = photograph(strokes, 120, false);
    const digit = digitFrom({ ...size, pixels: pixels.map((value) => 255 - value) })!;
    expect(agreement(digit, rasterise(strokes))).toBeGreaterThan(0.88);
  });
});

it('a photograph of only a shadow gives no digit', () => {
  expect(digitFrom(photograph([], 90, false))).toBeUndefined();
});
