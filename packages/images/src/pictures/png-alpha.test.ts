/**
 * Tests that transparent parts of a PNG file get a white background, or a black one if the picture would be invisible
 * on white.
 */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodePng } from './png.js';
import { chunk, file } from '../testing/png.js';

describe('a PNG file with transparent parts', () => {
  it.each([
    // A light and a dark picture, each with a transparent pixel; colour types 4 and 6 (PNG 3rd edition, table 12).
    ['grey with alpha', 4, [255, 255, 255, 0], [0, 255, 255, 0]],
    ['colour with alpha', 6, [250, 255, 240, 255, 0, 0, 0, 0], [0, 0, 0, 255, 9, 9, 9, 0]],
  ])(
    'is shown on black if its opaque pixels are light, and on white if they are dark: %s',
    (_name, type, light, dark) => {
      const greyOf = (row: readonly number[]): number[] => {
        const data = chunk('IDAT', deflateSync(Buffer.from([0, ...row])));
        const { pixels, channels } = decodePng(file([2, 1, 8, type, 0], data), 'a');
        return [pixels[0]!, pixels[channels]!];
      };
      expect(greyOf(light)).toEqual([light[0], 0]);
      expect(greyOf(dark)).toEqual([0, 255]);
    },
  );

  it('is shown on black if it is light, also with a palette, with one transparent colour, and interlaced', () => {
    const palette = chunk('PLTE', Buffer.from([255, 255, 255, 230, 230, 230]));
    const data = chunk('IDAT', deflateSync(Buffer.from([0, 0, 1])));
    const clear = chunk('tRNS', Buffer.from([0]));
    const palettePixels = decodePng(file([2, 1, 8, 3, 0], palette, clear, data), 'a');
    expect([...palettePixels.pixels]).toEqual([0, 0, 0, 230, 230, 230]);
    const grey = chunk('IDAT', deflateSync(Buffer.from([0, 9, 240])));
    const nine = chunk('tRNS', Buffer.from([0, 9]));
    expect([...decodePng(file([2, 1, 8, 0, 0], nine, grey), 'a').pixels]).toEqual([0, 240]);
    // Two passes of one pixel: the first and the sixth of Adam7.
    const passes = chunk('IDAT', deflateSync(Buffer.from([0, 255, 255, 0, 255, 0])));
    expect([...decodePng(file([2, 1, 8, 4, 1], passes), 'a').pixels]).toEqual([255, 0]);
  });

  it('is shown on white if some opaque pixels are dark, or no pixel is transparent', () => {
    const row = (pixels: readonly number[]): number[] => {
      const data = chunk('IDAT', deflateSync(Buffer.from([0, ...pixels])));
      return [...decodePng(file([pixels.length / 2, 1, 8, 4, 0], data), 'a').pixels];
    };
    // One of the three opaque pixels is dark, as on a page with a letter and transparent corners.
    expect(row([255, 255, 20, 255, 255, 255, 0, 0])).toEqual([255, 20, 255, 255]);
    expect(row([255, 255, 240, 255])).toEqual([255, 240]);
    expect(row([255, 0, 0, 0])).toEqual([255, 255]);
  });

  it('is shown with white in place of the transparent colour that it declares', () => {
    const clear = chunk('tRNS', Buffer.from([0, 1, 0, 2, 0, 3]));
    const data = chunk('IDAT', deflateSync(Buffer.from([0, 1, 2, 3, 1, 2, 4])));
    const { pixels } = decodePng(file([2, 1, 8, 2, 0], clear, data), 'a');
    expect([...pixels]).toEqual([255, 255, 255, 1, 2, 4]);
  });

  it('is shown on white where the colours of its palette are transparent', () => {
    const palette = chunk('PLTE', Buffer.from([0, 100, 200, 0, 100, 200]));
    const alphas = chunk('tRNS', Buffer.from([51]));
    const data = chunk('IDAT', deflateSync(Buffer.from([0, 0, 1])));
    const { pixels } = decodePng(file([2, 1, 8, 3, 0], palette, alphas, data), 'a');
    // The first pixel is a fifth of the colour and four fifths of 255. The second colour of the palette has no alpha,
    // so it is opaque.
    expect([...pixels]).toEqual([204, 224, 244, 0, 100, 200]);
  });
});
