import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Picture } from './picture.js';
import { montage, pairs } from './montage.js';
import { scatterPlot } from './scatter.js';
import { bicubicBaseline, invert, resize, toColour, toGrey } from './transform.js';

const picture = (width: number, height: number, channels: 1 | 3, pixels: number[]): Picture => ({
  width,
  height,
  channels,
  pixels: Uint8Array.from(pixels),
});

describe('the transforms of pictures', () => {
  it('turn colour to grey by BT.601 luma', () => {
    // .299 * 255 = 76.2, .587 * 255 = 149.7, .114 * 255 = 29.1.
    const grey = toGrey(picture(3, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]));
    expect([...grey.pixels]).toEqual([76, 150, 29]);
    expect([...toColour(grey).pixels.slice(0, 3)]).toEqual([76, 76, 76]);
    expect([...invert(grey).pixels]).toEqual([179, 105, 226]);
  });

  it('average pixels when they shrink a picture, so that no pixel is skipped', () => {
    // From 4 pixels to 2 with a triangle filter of radius 2. The weights are .125 .375 .375 .125; at the edge, where
    // one pixel is missing, they are renormalised to 3/7, 3/7 and 1/7.
    const small = resize(picture(4, 1, 1, [0, 100, 200, 100]), 2, 1);
    expect([...small.pixels]).toEqual([Math.round(500 / 7), Math.round(1000 / 7)]);
  });

  it.each([
    [
      [12, 8],
      [
        ...[99, 100, 103, 113, 133, 149, 163, 158, 131, 111, 99, 93],
        ...[99, 103, 113, 123, 134, 143, 150, 145, 127, 116, 112, 109],
        ...[99, 110, 135, 145, 138, 129, 122, 118, 120, 127, 138, 143],
      ],
    ],
    [
      [3, 2],
      [118, 134, 126, 120, 130, 134],
    ],
  ] as const)('are bicubic as Pillow 13.0 is, to %j', ([width, height], expected) => {
    const pixels = [
      ...[100, 110, 140, 160, 120, 100, 105, 150, 130, 110, 125, 150],
      ...[128, 115, 117, 140, 155, 115, 109, 119, 140, 133, 116, 141],
    ];
    const out = [...resize(picture(6, 4, 1, pixels), width, height, 'cubic').pixels];
    // Pillow rounds after the rows and again after the columns.
    expected.forEach((value, i) => expect(Math.abs(out[i]! - value)).toBeLessThanOrEqual(1));
  });

  it('make the baseline of super-resolution, if the factor divides both sides', () => {
    const flat = picture(4, 2, 1, new Array<number>(8).fill(50));
    expect([...bicubicBaseline(flat, 2).pixels]).toEqual([...flat.pixels]);
    expect(() => bicubicBaseline(flat, 4)).toThrow('multiples of 4. Received: 4 x 2.');
  });

  it('keep a constant picture constant at any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (w, h) => {
        const out = resize(picture(7, 5, 1, new Array<number>(35).fill(77)), w, h);
        expect(out.pixels).toHaveLength(w * h);
        expect(out.pixels.every((value) => value === 77)).toBe(true);
      }),
    );
  });
});

describe('montages', () => {
  const dot = (value: number): Picture => picture(1, 1, 1, [value]);

  it('arrange pictures row by row with a gap', () => {
    const sheet = montage([dot(1), dot(2), dot(3)], { columns: 2, gap: 1, background: 9 });
    expect([sheet.width, sheet.height]).toEqual([3, 3]);
    expect([...sheet.pixels]).toEqual([1, 9, 2, 9, 9, 9, 3, 9, 9]);
  });

  it('put each reconstruction below its original', () => {
    const sheet = pairs([dot(1), dot(2)], [dot(11), dot(12)]);
    const [a, b] = [sheet.pixels[0], sheet.pixels[3 * sheet.width]];
    expect([a, b]).toEqual([1, 11]);
  });

  it('refuse pictures of different sizes', () => {
    expect(() => montage([], { columns: 2 })).toThrow(/Received: 0 pictures/u);
    expect(() => montage([dot(1), picture(2, 1, 1, [1, 2])], { columns: 2 })).toThrow(
      /must be 1 x 1 x 1/u,
    );
    expect(() => pairs([dot(1)], [])).toThrow(/one length. Received: 1, 0/u);
  });
});

describe('a scatter plot', () => {
  it('has each point in its colour at its position', () => {
    const latents = { shape: [2, 2], values: Float32Array.of(-1, 1, 1, -1) };
    const plot = scatterPlot(latents, {
      labels: [0, 3],
      size: 21,
      radius: 0,
      extent: [-1, 1, -1, 1],
    });
    const at = (x: number, y: number): number[] => [
      ...plot.pixels.slice((y * 21 + x) * 3, (y * 21 + x) * 3 + 3),
    ];
    // #0072b2 half transparent on white at the top left, and #d55e00 half transparent on white at the bottom right.
    expect(at(0, 0)).toEqual([128, 185, 217]);
    expect(at(20, 20)).toEqual([234, 175, 128]);
    expect(at(10, 3)).toEqual([0xdd, 0xdd, 0xdd]);
  });

  it('has a key along its top, with a picture of each class in the colour of the class, clipped at the side', () => {
    const latents = { shape: [1, 2], values: Float32Array.of(0, -1) };
    const key = [255, 0, 51].map((grey) => picture(1, 1, 1, [grey]));
    const { pixels } = scatterPlot(latents, { size: 30, radius: 0, extent: [-1, 1, -1, 1], key });
    const at = (x: number, y: number): number[] => [
      ...pixels.slice((y * 30 + x) * 3, (y * 30 + x) * 3 + 3),
    ];
    expect(at(8, 8)).toEqual([0x00, 0x72, 0xb2]);
    // The pictures have one pixel each and are eight pixels apart. The third is one fifth #009e73 on white.
    expect(at(17, 8)).toEqual([255, 255, 255]);
    expect(at(26, 8)).toEqual([204, 236, 227]);
    const beyond = [...key, ...key];
    expect(scatterPlot(latents, { size: 30, key: beyond }).pixels).toHaveLength(2700);
  });
});
