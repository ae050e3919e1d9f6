import type { Picture } from '@speil/images';
import { describe, expect, it } from 'vitest';
import { overviewOf, overviewOfRows } from './overviews.js';

const picture = (width: number, height: number, value: number): Picture => ({
  width,
  height,
  channels: 1,
  pixels: new Uint8Array(width * height).fill(value),
});

describe('an overview', () => {
  it('enlarges small pictures by a whole factor to at least 64 pixels, with gaps of two', () => {
    const { width, height, pixels } = overviewOf([picture(28, 20, 1), picture(28, 20, 2)], 2);
    // 64 / 28 is more than 2, so every pixel becomes a square of 3.
    expect([width, height]).toEqual([2 * 84 + 2, 60]);
    expect([pixels[83], pixels[84], pixels[85], pixels[86]]).toEqual([1, 128, 128, 2]);
  });

  it('leaves pictures of 64 pixels as they are', () => {
    const rows = [[picture(64, 64, 1)], [picture(64, 64, 2)]];
    expect(overviewOfRows(rows)).toMatchObject({ width: 64, height: 130 });
  });

  it('has rows of pictures of the same size', () => {
    const rows = [1, 2, 3].map((value) => [picture(28, 28, value), picture(28, 28, value)]);
    expect(overviewOfRows(rows)).toMatchObject({ width: 170, height: 3 * 84 + 4 });
  });

  it('does not become wider than a large screen by enlarging', () => {
    const many = Array.from({ length: 100 }, () => picture(28, 28, 1));
    expect(overviewOf(many, 100)).toMatchObject({ width: 100 * 30 - 2, height: 28 });
    // 40 pictures of 56 pixels fit into 2,400 pixels, and 40 of 84 do not.
    expect(overviewOf(many.slice(0, 40), 40).height).toBe(56);
  });
});
