/** Tests PNG files by comparison with another reader and with values computed by hand. */
import { deflateSync } from 'node:zlib';
import { isSpeilError } from '@speil/api';
import { decode, encode } from 'fast-png';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Picture } from './picture.js';
import { decodeToFit } from './decode.js';
import { adam7 } from './png-chunks.js';
import { decodePng, encodePng } from './png.js';
import { chunk, file } from '../testing/png.js';

const scale = process.env['SPEIL_SOAK'] === '1' ? 1 : 0.05;

const picture = (width: number, height: number, channels: 1 | 3, pixels: number[]): Picture => ({
  width,
  height,
  channels,
  pixels: Uint8Array.from(pixels),
});

/** The values of samples that are packed into bits, row by row. */
function packed({ data, width, height, depth }: ReturnType<typeof decode>): number[] {
  const rowBits = 8 * Math.ceil((width * depth) / 8);
  const bits = [...data].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: width * height }, (_, i) => {
    const at = Math.floor(i / width) * rowBits + (i % width) * depth;
    return parseInt(bits.slice(at, at + depth), 2);
  });
}

/**
 * Whether a picture with transparent parts would be invisible on white: at most a hundredth of its opaque pixels are
 * darker than three quarters.
 */
function isAllLight(
  seen: readonly { readonly colours: readonly number[]; readonly alpha: number }[],
): boolean {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const covered = sum(seen.map(({ alpha }) => alpha));
  const dark = seen.map(({ colours: [r = 0, g = r, b = r], alpha }) =>
    255 * (0.299 * r + 0.587 * g + 0.114 * b) < 191 ? alpha : 0,
  );
  return covered > 0 && covered < seen.length && sum(dark) <= 0.01 * covered;
}

describe('a PNG file', () => {
  it('is decoded to the picture from which it was encoded', () => {
    const any = fc
      .record({
        width: fc.integer({ min: 1, max: 9 }),
        height: fc.integer({ min: 1, max: 9 }),
        channels: fc.constantFrom(1 as const, 3 as const),
      })
      .chain(({ width, height, channels }) =>
        fc
          .uint8Array({
            minLength: width * height * channels,
            maxLength: width * height * channels,
          })
          .map((pixels): Picture => ({ width, height, channels, pixels: new Uint8Array(pixels) })),
      );
    fc.assert(
      fc.property(any, (original) => {
        const { width, height, channels, pixels } = decodePng(encodePng(original), 'test');
        expect({ width, height, channels, pixels: [...pixels] }).toEqual({
          ...original,
          pixels: [...original.pixels],
        });
      }),
    );
  });

  it('is read with transparent parts on white, and with 16 bits reduced to 8', () => {
    const half = encode({
      width: 2,
      height: 1,
      channels: 2,
      depth: 8,
      data: Uint8Array.of(0, 0, 100, 255),
    });
    expect([...decodePng(half, 'a').pixels]).toEqual([255, 100]);
    const deep = encode({
      width: 1,
      height: 1,
      channels: 1,
      depth: 16,
      data: Uint16Array.of(0xffff),
    });
    expect([...decodePng(deep, 'b').pixels]).toEqual([255]);
  });

  it.each([
    ['is empty', new Uint8Array(0)],
    ['is text', new TextEncoder().encode('P5 this is not a PNG, whatever its name says ......')],
  ])('is refused if it %s', (_name, bytes) => {
    expect(() => decodePng(bytes, 'a.png')).toThrow(
      "a.png is not a PNG file: its first bytes are not a PNG's.",
    );
  });

  it('is refused before a pixel is unpacked if it declares 60,000 x 60,000 pixels', () => {
    const bytes = encodePng(picture(1, 1, 1, [0])).slice();
    new DataView(bytes.buffer).setUint32(16, 60_000);
    new DataView(bytes.buffer).setUint32(20, 60_000);
    expect(() => decodePng(bytes, 'bomb.png')).toThrow(/claims 60000 x 60000 pixels/u);
  });

  it('is refused if its pixels take 128 MB, and read if it has 16.7 million pixels of one byte', () => {
    const pixels = chunk('IDAT', deflateSync(Buffer.alloc(4096 * 4097)));
    expect(() => decodePng(file([4096, 4096, 16, 6, 0], pixels), 'deep.png')).toThrow(
      /claims 134221824 bytes of pixels/u,
    );
    expect(decodePng(file([4096, 4096, 8, 0, 0], pixels), 'a').pixels).toHaveLength(2 ** 24);
  });

  it('is refused if it unpacks to more or less than its header declares', () => {
    // 10 rows of 10 bytes, each with a filter byte: 110 bytes.
    const png = (length: number): Uint8Array =>
      file([10, 10, 8, 0, 0], chunk('IDAT', deflateSync(Buffer.alloc(length))));
    expect(decodePng(png(110), 'a').pixels).toHaveLength(100);
    expect(() => decodePng(png(50_000_000), 'bomb.png')).toThrow(
      'bomb.png unpacks to more than the 110 bytes that its header says',
    );
    expect(() => decodePng(png(109), 'a')).toThrow(/110 bytes of pixels.* Received: 109/u);
  });

  it('is read without unpacking its profile and texts, and the pixels of all IDAT chunks are counted together', () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000));
    const [first, second] = [deflateSync(Buffer.alloc(6)), Buffer.alloc(0)];
    const png = file(
      [2, 2, 8, 0, 0],
      // A profile that cannot be unpacked. It must be ignored.
      chunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), bomb.subarray(0, 999)])),
      chunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), bomb])),
      chunk('IDAT', first.subarray(0, 5)),
      ...Array.from({ length: 2000 }, () => chunk('IDAT', second)),
      chunk('IDAT', first.subarray(5)),
    );
    expect([...decodePng(png, 'a').pixels]).toEqual([0, 0, 0, 0]);
  });

  it('may be interlaced, and its rows are then counted pass by pass', () => {
    // The passes of Adam7 for 3 x 3 pixels, as (x, y): (0,0); (2,0); (0,2) and (2,2); (1,0), then (1,2); the row y = 1.
    const passes = [
      [0, 1],
      [0, 3],
      [0, 7, 9],
      [0, 2],
      [0, 8],
      [0, 4, 5, 6],
    ].flat();
    const png = (data: readonly number[], depth = 8): Uint8Array =>
      file([3, 3, depth, 0, 1], chunk('IDAT', deflateSync(Buffer.from(data))));
    expect([...decodePng(png(passes), 'a').pixels]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(() => decodePng(png([...passes, 0]), 'a')).toThrow(/more than the 15 bytes/u);
  });

  it('may be interlaced with packed bits, in grey and with a palette', () => {
    // 3 x 3 pixels of 2 bits. The rows 0 1 2, 3 0 1 and 2 3 0 are stored as passes, with a filter byte before each row.
    const rows = [
      [0, 0b00_000000],
      [0, 0b10_000000],
      [0, 0b10_00_0000],
      [0, 0b01_000000],
      [0, 0b11_000000],
      [0, 0b11_00_01_00],
    ].flat();
    const data = chunk('IDAT', deflateSync(Buffer.from(rows)));
    const grey = decodePng(file([3, 3, 2, 0, 1], data), 'a');
    expect([...grey.pixels]).toEqual([0, 85, 170, 255, 0, 85, 170, 255, 0]);
    const palette = chunk('PLTE', Buffer.from([9, 0, 0, 8, 0, 0, 7, 0, 0, 6, 0, 1]));
    const colours = decodePng(file([3, 3, 2, 3, 1], palette, data), 'a');
    expect([...colours.pixels.filter((_, i) => i % 3 === 0)]).toEqual([9, 8, 7, 6, 9, 8, 7, 6, 9]);
    expect(() => decodePng(file([3, 3, 2, 0, 2], data), 'a')).toThrow(/without interlacing/u);
  });

  it('is refused if its palette is missing, or if an index is not in its palette', () => {
    // Two pixels of 4 bits: the palette indices 0 and 2.
    const data = chunk('IDAT', deflateSync(Buffer.from([0, 0x02])));
    expect(() => decodePng(file([2, 1, 4, 3, 0], data), 'a.png')).toThrow(
      'a.png is a broken PNG file: its pixels are indices of a palette, and a PLTE chunk was expected. Received: none.',
    );
    const two = chunk('PLTE', Buffer.from([1, 2, 3, 4, 5, 6]));
    expect(() => decodePng(file([2, 1, 4, 3, 0], two, data), 'a.png')).toThrow(
      'a.png is a broken PNG file: palette entry 2 is missing.',
    );
  });

  it.each([0, 1])(
    'is read with the same pixels as by another reader, for all filters, colour types and depths (interlaced: %i)',
    (interlaced) => {
      const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };
      const kinds = [0, 2, 4, 6].flatMap((type) => [8, 16].map((depth) => ({ type, depth })));
      // The other reader supports packed bits only without interlacing.
      if (interlaced === 0) kinds.push(...[1, 2, 4].map((depth) => ({ type: 0, depth })));
      const any = fc.record({
        kind: fc.constantFrom(...kinds),
        width: fc.integer({ min: 1, max: 11 }),
        height: fc.integer({ min: 1, max: 11 }),
        bytes: fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        filters: fc.infiniteStream(fc.integer({ min: 0, max: 4 })),
      });
      fc.assert(
        fc.property(any, ({ kind: { type, depth }, width, height, bytes, filters }) => {
          const take = (): number => bytes.next().value as number;
          const bits = samples[type]! * depth;
          const parts = interlaced === 0 ? ([[0, 0, 1, 1]] as const) : adam7;
          const rows = parts.flatMap(([x, y, across, down]) => {
            const columns = Math.ceil((width - x) / across);
            const count = columns > 0 ? Math.max(0, Math.ceil((height - y) / down)) : 0;
            const length = Math.ceil((columns * bits) / 8);
            return Array.from({ length: count }, () => [
              filters.next().value as number,
              ...Array.from({ length }, take),
            ]);
          });
          const data = chunk('IDAT', deflateSync(Buffer.from(rows.flat())));
          const png = file([width, height, depth, type, interlaced], data);
          const other = decode(png);
          const whole = depth < 8 ? packed(other) : [...other.data];
          const [most, given] = [2 ** depth - 1, samples[type]!];
          const seen = Array.from({ length: width * height }, (_, i) => {
            const colours = whole.slice(i * given, (i + 1) * given).map((value) => value / most);
            const alpha = given % 2 === 0 ? colours.pop()! : 1;
            return { colours, alpha };
          });
          const ground = isAllLight(seen) ? 0 : 1;
          const expected = seen.flatMap(({ colours, alpha }) =>
            colours.map((value) => 255 * (value * alpha + ground * (1 - alpha))),
          );
          const { pixels } = decodePng(png, 'a');
          expect(pixels).toHaveLength(expected.length);
          // The values are rounded, and a half may be rounded either way.
          expect(expected.every((value, i) => Math.abs(value - pixels[i]!) < 0.5001)).toBe(true);
        }),
        { numRuns: 400 * (scale === 1 ? 20 : 1) },
      );
    },
  );

  it('is refused with an error that names the file if a filter is unknown', () => {
    const data = chunk('IDAT', deflateSync(Buffer.from([5, 1])));
    expect(() => decodePng(file([1, 1, 8, 0, 0], data), 'a.png')).toThrow(
      "a.png is a broken PNG file: a row's filter must be 0 to 4. Received: 5.",
    );
  });

  it('with 16.7 million palette indices is read with only the memory of the picture and the indices', () => {
    const palette = chunk('PLTE', Buffer.from([7, 8, 9]));
    const rows = chunk('IDAT', deflateSync(Buffer.alloc(4096 * 513)));
    const large = file([4096, 4096, 1, 3, 0], palette, rows);
    const before = process.memoryUsage().arrayBuffers;
    const { pixels } = decodePng(large, 'a');
    // The colours take 48 MB, and inflating needs some more. If the indices were stored as bytes with an alpha, 80 MB
    // more would be needed.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(110 * 2 ** 20);
    expect(pixels.slice(-3)).toEqual(Uint8Array.of(7, 8, 9));
  });

  it('with 16.7 million palette indices is read as a small picture with only the memory of a few rows', () => {
    const palette = chunk('PLTE', Buffer.from([7, 8, 9, 200, 100, 0]));
    // The upper half has the second colour, and the lower half the first.
    const indices = Buffer.alloc(4096 * 4097);
    for (let y = 0; y < 2048; y++) indices.fill(1, y * 4097 + 1, (y + 1) * 4097);
    const rows = chunk('IDAT', deflateSync(indices));
    const large = file([4096, 4096, 8, 3, 0], palette, rows);
    const before = process.memoryUsage().arrayBuffers;
    const { pixels } = decodeToFit(large, 'a', [2, 1, 3]);
    // The unpacked bytes, twice 16.8 MB, are released piece by piece. The whole picture in colour would take 50 MB in
    // addition.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 2 ** 20);
    // One eighth of the triangle filter's area is beyond the middle of the picture, and seven eighths are inside the
    // picture.
    expect([...pixels]).toEqual([172, 87, 1, 35, 21, 8]);
  });

  it('is refused with an error that says where it was truncated, what is wrong, or which chunk occurs twice', () => {
    const pixels = chunk('IDAT', deflateSync(Buffer.alloc(2)));
    const whole = file([1, 1, 8, 0, 0], pixels);
    expect(() => decodePng(whole.subarray(0, 40), 'a.png')).toThrow(
      `a.png is truncated: a chunk was expected at byte 33, and the file has 40 bytes.`,
    );
    expect(() => decodePng(whole.subarray(0, 50), 'a.png')).toThrow(
      `a.png is truncated: its IDAT chunk was expected to end at byte ${33 + pixels.length}, and the file has 50 bytes.`,
    );
    const twice = chunk('IHDR', Buffer.from(whole.subarray(16, 29)));
    expect(() => decodePng(file([1, 1, 8, 0, 0], twice, pixels), 'a')).toThrow(/one IHDR chunk/u);
    const damaged = Uint8Array.from(whole);
    damaged[whole.length - 13]! ^= 1;
    expect(() => decodePng(damaged, 'a')).toThrow(/checksum of its IDAT chunk at byte 33/u);
    const large = chunk('PLTE', Buffer.alloc(771));
    expect(() => decodePng(file([1, 1, 8, 3, 0], large, pixels), 'a')).toThrow(/at most 768/u);
    expect(() => decodePng(file([1, 1, 8, 5, 0], pixels), 'a')).toThrow(/colour type 5/u);
  });

  it('is read with all its pixels if its end chunk is missing', () => {
    const pixels = Array.from({ length: 25 }, (_, i) => i * 10);
    const bytes = encodePng(picture(5, 5, 1, pixels));
    // The last chunk has twelve bytes: a length, a name and a checksum.
    for (let missing = 1; missing <= 12; missing++) {
      expect([...decodePng(bytes.slice(0, -missing), 'a').pixels]).toEqual(pixels);
    }
  });

  it('is refused if its pixels are truncated, and after a mutation is read or refused with a typed error', () => {
    const bytes = encodePng(
      picture(
        5,
        5,
        1,
        Array.from({ length: 25 }, (_, i) => i * 10),
      ),
    );
    for (let length = 0; length < bytes.length - 12; length++) {
      expect(() => decodePng(bytes.slice(0, length), 'cut')).toThrow(
        expect.objectContaining({ code: 'invalid-file' }),
      );
    }
    let state = 9;
    for (let i = 0; i < 20_000 * scale; i++) {
      state = (state * 48271) % 2147483647;
      const mutated = bytes.slice();
      mutated[state % bytes.length]! ^= 1 << (state % 8);
      try {
        decodePng(mutated, 'mutated');
      } catch (error) {
        expect(isSpeilError(error), String(error)).toBe(true);
      }
    }
  });
});
