/** Tests pictures whose proportions differ from those of the model. */
import { describe, expect, it } from 'vitest';
import { decodeToFit } from './decode.js';
import { fitRows } from './fit.js';
import { encodePng } from './png.js';
import { rowsOf } from './rows.js';

/** A grey picture from rows of digits: a digit times ten is the brightness. */
const rows = (...lines: readonly string[]) =>
  rowsOf({
    width: lines[0]!.length,
    height: lines.length,
    channels: 1,
    pixels: Uint8Array.from([...lines.join('')], (digit) => 10 * Number(digit)),
  });
const shown = ({ width, pixels }: { readonly width: number; readonly pixels: Uint8Array }) =>
  (
    Array.from(pixels, (value) => String(Math.round(value / 10)))
      .join('')
      .match(new RegExp(`.{${width}}`, 'gu')) ?? []
  ).join(' ');

describe('a picture twice as wide as high', () => {
  const wide = () => rows('1991', '1991');

  it('is stretched by fill', () => {
    // The rows are symmetric, and so is the filter, so both columns must be equal.
    expect(new Set(fitRows(wide(), 2, 2, 'stretch').pixels).size).toBe(1);
  });

  it('loses its sides by crop', () => {
    expect(shown(fitRows(wide(), 2, 2, 'crop'))).toBe('99 99');
  });

  it('gets borders in the colour of its edge by pad', () => {
    // In a picture of two rows all pixels are edge pixels. Their mean is the mean of 10 and 90.
    expect(shown(fitRows(wide(), 4, 4, 'pad'))).toBe('5555 1991 1991 5555');
  });
});

describe('a picture twice as high as wide', () => {
  it('loses top and bottom, or gets borders left and right', () => {
    const high = () => rows('22', '78', '56', '22');
    expect(shown(fitRows(high(), 2, 2, 'crop'))).toBe('78 56');
    expect(shown(fitRows(rows('2', '2', '2', '2'), 4, 4, 'pad'))).toBe('2222 2222 2222 2222');
    // The edge pixels are 2 2 7 8 5 6 2 2, and their mean is 4.25.
    expect(shown(fitRows(high(), 4, 4, 'pad'))).toBe('4224 4784 4564 4224');
  });
});

describe('a picture with the requested proportions', () => {
  it('is the same with every fit', () => {
    const square = () => rows('12', '34');
    const [stretch, pad, crop] = (['stretch', 'pad', 'crop'] as const).map((fit) =>
      fitRows(square(), 6, 6, fit),
    );
    expect([pad, crop]).toEqual([stretch, stretch]);
  });

  it('is fitted while it is decoded, also in colour', () => {
    const pixels = Uint8Array.from({ length: 6 * 2 * 3 }, (_, i) => [200, 100, 50][i % 3]!);
    const png = encodePng({ width: 6, height: 2, channels: 3, pixels });
    const { pixels: padded } = decodeToFit(png, 'a', [3, 3, 3], 'pad');
    expect([...new Set(padded)]).toEqual([200, 100, 50]);
    expect(decodeToFit(png, 'a', [1, 1, 1], 'crop').pixels).toHaveLength(1);
  });
});
