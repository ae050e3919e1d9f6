/** Tests valid and invalid JPEG files. */
import { isSpeilError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import type { Picture } from './picture.js';
import { decodePicture } from './decode.js';
import { decodeJpeg } from './jpeg.js';
import { orient } from './orientation.js';
import { jpegFiles } from '../testing/jpeg.js';

const scale = process.env['SPEIL_SOAK'] === '1' ? 1 : 0.05;

/** The largest difference of a value from the picture that was encoded. */
function worst({ width, height, channels, pixels }: Picture): number {
  let largest = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = [10 * x, 12 * y, 128];
      const luma = 0.299 * colour[0]! + 0.587 * colour[1]! + 0.114 * colour[2]!;
      for (let c = 0; c < channels; c++) {
        const value = pixels[(y * width + x) * channels + c]!;
        largest = Math.max(largest, Math.abs(value - (channels === 1 ? luma : colour[c]!)));
      }
    }
  }
  return largest;
}

/** A file in which some bytes after a marker are replaced. */
function changed(bytes: Uint8Array, marker: number, offset: number, values: number[]): Uint8Array {
  const out = bytes.slice();
  const at = out.findIndex((byte, i) => byte === 0xff && out[i + 1] === marker);
  out.set(values, at + offset);
  return out;
}

describe('a JPEG file', () => {
  it.each([
    // Colours stored at half the size differ by up to one step between two pixels, which is 10 or 12.
    ['baseline', 3, 18],
    ['progressive', 3, 18],
    ['grey', 1, 3],
    ['cmyk', 3, 18],
  ] as const)('is read if it is %s, with %i channels', (name, channels, tolerance) => {
    const picture = decodePicture(jpegFiles[name], name);
    expect([picture.width, picture.height, picture.channels]).toEqual([24, 20, channels]);
    expect(worst(picture)).toBeLessThan(tolerance);
  });

  describe('with three components', () => {
    const adobe = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0];
    const plain = jpegFiles.baseline;
    /** The file without the JFIF segment, which has 18 bytes. */
    const bare = [...plain.slice(0, 2), ...plain.slice(20)];
    const said = (transform: number, rest = bare): Uint8Array =>
      Uint8Array.from([...rest.slice(0, 2), ...adobe, transform, ...rest.slice(2)]);
    /** The file with these ids of the components, in frame and scan. */
    const called = (names: string): Uint8Array => {
      const bytes = [...names].map((name) => name.charCodeAt(0));
      let out: Uint8Array = Uint8Array.from(bare);
      for (const [i, byte] of bytes.entries()) {
        out = changed(out, 0xc0, 10 + 3 * i, [byte]);
        out = changed(out, 0xda, 5 + 2 * i, [byte]);
      }
      return out;
    };
    // The first pixel has no red, no green and a blue of 128. If the file is read as untransformed RGB, the green is
    // the stored Cb, 128 + 128 / 2 (JFIF 1.02).
    const isRaw = (file: Uint8Array): boolean => {
      const green = decodeJpeg(file, 'a').pixels[1]!;
      expect(Math.min(green, Math.abs(green - 192))).toBeLessThan(12);
      return green > 96;
    };

    it.each([
      // libjpeg decides in the same way (jdapimin.c, default_decompress_parms).
      ['Adobe’s segment says that the colours were not transformed', said(0), true],
      ['Adobe’s segment says that the colours were transformed', said(1), false],
      [
        'the JFIF and Adobe segments differ, since JFIF has only one colour model',
        said(0, [...plain]),
        false,
      ],
      ['its components are called R, G and B', called('RGB'), true],
      ['its components have other names', called('abc'), false],
      ['it declares nothing', Uint8Array.from(bare), false],
    ])('is read as RGB, or not, if %s', (_name, file, raw) => {
      expect(isRaw(file)).toBe(raw);
    });
  });

  it('is read with all its pixels if its end marker, or the last byte of it, is missing', () => {
    for (const file of Object.values(jpegFiles)) {
      const whole = decodeJpeg(file, 'a');
      expect(decodeJpeg(file.subarray(0, -2), 'a')).toEqual(whole);
      expect(decodeJpeg(file.subarray(0, -1), 'a')).toEqual(whole);
    }
  });

  it('is read with the standard Huffman tables if it has none, as a frame of Motion JPEG', () => {
    const file = jpegFiles.baseline;
    let bare = [...file];
    for (let at = file.length - 1; at >= 0; at--) {
      if (file[at] !== 0xff || file[at + 1] !== 0xc4) continue;
      const length = 2 + file[at + 2]! * 256 + file[at + 3]!;
      bare = [...bare.slice(0, at), ...bare.slice(at + length)];
    }
    expect(bare.length).toBeLessThan(file.length - 400);
    // Pillow's encoder writes the tables of annex K, so the result must be the same.
    expect(decodeJpeg(Uint8Array.from(bare), 'a')).toEqual(decodeJpeg(file, 'a'));
  });

  it.each([
    // Six pixels, with the rows 1 2 3 and 4 5 6, as each orientation shows them (EXIF 2.32, table 6).
    [1, '1 2 3 4 5 6'],
    [2, '3 2 1 6 5 4'],
    [3, '6 5 4 3 2 1'],
    [4, '4 5 6 1 2 3'],
    [5, '1 4 2 5 3 6'],
    [6, '4 1 5 2 6 3'],
    [7, '6 3 5 2 4 1'],
    [8, '3 6 2 5 1 4'],
  ])('is rotated to its upright view from orientation %i', (orientation, expected) => {
    const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const picture = orient({ width: 3, height: 2, channels: 1, pixels }, orientation);
    expect([picture.width, picture.height]).toEqual(orientation < 5 ? [3, 2] : [2, 3]);
    expect([...picture.pixels].join(' ')).toBe(expected);
  });

  it('is rotated according to its EXIF data, in either byte order, and other data are ignored', () => {
    const plain = jpegFiles.grey;
    const exif = (tiff: readonly number[]): Uint8Array => {
      const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
      return Uint8Array.from([
        ...plain.slice(0, 2),
        ...[0xff, 0xe1, 0, body.length + 2, ...body],
        ...plain.slice(2),
      ]);
    };
    const big = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
    const little = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
    const upright = decodeJpeg(plain, 'a');
    for (const tiff of [big, little]) {
      const seen = decodeJpeg(exif(tiff), 'a');
      expect([seen.width, seen.height]).toEqual([20, 24]);
      // Turned to the right by 90 degrees: the first row comes from the first column, read upwards.
      expect(seen.pixels[0]).toBe(upright.pixels[19 * 24]);
    }
    for (const tiff of [[], [0x4d, 0x4d], big.slice(0, 14), [...big.slice(0, 19), 9, 0, 0]]) {
      expect(decodeJpeg(exif(tiff), 'a').width).toBe(24);
    }
  });

  it('is read as Adobe’s CMYK if it has four components and no Adobe segment, as in Pillow 13.0.0', () => {
    const silent = changed(jpegFiles.cmyk, 0xee, 4, [0x62]);
    expect(decodeJpeg(silent, 'a.jpg')).toEqual(decodeJpeg(jpegFiles.cmyk, 'a.jpg'));
  });

  it.each([
    ['60,000 x 60,000 pixels', [0xea, 0x60, 0xea, 0x60], /claims 60000 x 60000 pixels/u],
    // 4,000 x 4,000 pixels.
    [
      'more pixels than fit in the memory',
      [0x0f, 0xa0, 0x0f, 0xa0],
      /needs about \d+ MB of memory to decode/u,
    ],
    ['no pixels', [0, 0, 0, 9], /claims 9 x 0 pixels/u],
  ])('is refused before it is decoded if it declares %s', (_name, size, message) => {
    const bomb = changed(jpegFiles.baseline, 0xc0, 5, size);
    expect(() => decodeJpeg(bomb, 'bomb.jpg')).toThrow(message);
  });

  it('is refused if it is tiny and declares 4,096 x 4,096 pixels, which would take more than 256 MB', () => {
    const before = process.resourceUsage().maxRSS;
    for (const file of ['grey', 'baseline'] as const) {
      const bomb = changed(jpegFiles[file], 0xc0, 5, [0x10, 0, 0x10, 0]);
      expect(() => decodeJpeg(bomb, 'bomb.jpg')).toThrow(
        /the limit for a file of its size is 140 MB/u,
      );
    }
    // maxRSS is in kilobytes.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(50 * 1024);
  });

  it('is refused if it has too many passes', () => {
    const file = jpegFiles.progressive;
    const at = file.findLastIndex((byte, i) => byte === 0xff && file[i + 1] === 0xda);
    const scan = [...file.slice(at, -2)];
    const bomb = Uint8Array.from([
      ...file.slice(0, -2),
      ...Array.from({ length: 100 }, () => scan).flat(),
      0xff,
      0xd9,
    ]);
    expect(() => decodeJpeg(bomb, 'bomb.jpg')).toThrow(/more than 100 passes/u);
  });

  it('is refused with an error that names its kind if that kind is not supported', () => {
    const arithmetic = changed(jpegFiles.baseline, 0xc0, 1, [0xc9]);
    expect(() => decodeJpeg(arithmetic, 'a')).toThrow(/arithmetic-coded JPEG, which is not read/u);
    const deep = changed(jpegFiles.baseline, 0xc0, 4, [12]);
    expect(() => decodeJpeg(deep, 'a')).toThrow(/has 12 bits a channel/u);
    expect(() => decodePicture(Uint8Array.of(71, 73, 70), 'a.gif')).toThrow(
      'a.gif is neither a PNG file nor a JPEG file, whatever its name says. Convert it to one of them.',
    );
  });

  it('is refused after every truncation, and after a mutation is read or refused with a typed error of one line', () => {
    for (const file of [jpegFiles.baseline, jpegFiles.progressive]) {
      for (let length = 0; length < file.length - 2; length++) {
        expect(() => decodeJpeg(file.slice(0, length), 'cut')).toThrow(
          expect.objectContaining({ code: 'invalid-file' }),
        );
      }
    }
    let state = 9;
    for (let i = 0; i < 20_000 * scale; i++) {
      state = (state * 48271) % 2147483647;
      const whole = Object.values(jpegFiles)[i % 4]!;
      const mutated = whole.slice();
      mutated[state % whole.length]! ^= 1 << (state % 8);
      try {
        decodeJpeg(mutated, 'mutated');
      } catch (error) {
        expect(isSpeilError(error), String(error)).toBe(true);
        expect((error as Error).message).not.toContain('\n');
      }
    }
  });
});
