/** Large pictures: read in a process of their own, as they are built, to what they are read to here. */
import { encode } from 'jpeg-js';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeToFit } from '../pictures/decode.js';
import { encodePng } from '../pictures/png.js';
import type * as DecodeApart from './decode-apart.js';

let decodeFileToFit: typeof DecodeApart.decodeFileToFit;
beforeAll(async () => {
  // The program of the process is a file of the build.
  const built = new URL('../../dist/datasets/decode-apart.js', import.meta.url).href;
  ({ decodeFileToFit } = (await import(built)) as typeof DecodeApart);
});

/** Stripes, brighter to the right. */
function jpeg(width: number, height: number): Uint8Array {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : Math.floor(((i >> 2) % width) / 50) * (1 + (i % 4)),
  );
  return Uint8Array.from(encode({ width, height, data }, 90).data);
}

describe('a large picture', () => {
  it('is the same picture, grey or in colour, and leaves nothing behind in this process', () => {
    const bytes = jpeg(2400, 1600);
    const before = process.resourceUsage().maxRSS;
    const [grey, colour] = ([1, 3] as const).map((channels) =>
      decodeFileToFit(bytes, 'a.jpg', [6, 8, channels]),
    );
    // Kilobytes: the pixels alone would be 11 MB, and their blocks 80.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(8 * 1024);
    expect(grey).toEqual(decodeToFit(bytes, 'a.jpg', [6, 8, 1]));
    expect(colour).toEqual(decodeToFit(bytes, 'a.jpg', [6, 8, 3]));
  });

  it('may be a PNG file', () => {
    const pixels = Uint8Array.from({ length: 1200 * 900 }, (_, i) => (i % 1200) >> 3);
    const bytes = encodePng({ width: 1200, height: 900, channels: 1, pixels });
    expect(decodeFileToFit(bytes, 'a.png', [5, 5, 3])).toEqual(
      decodeToFit(bytes, 'a.png', [5, 5, 3]),
    );
  });

  it('is padded and cropped there as here', () => {
    const bytes = jpeg(2000, 600);
    for (const fit of ['pad', 'crop'] as const) {
      expect(decodeFileToFit(bytes, 'a.jpg', [6, 6, 1], fit)).toEqual(
        decodeToFit(bytes, 'a.jpg', [6, 6, 1], fit),
      );
    }
  });

  it('whose pixels end early is refused in the same words', () => {
    const bytes = jpeg(1200, 1000);
    const half = bytes.subarray(0, bytes.length / 2);
    const cut = Uint8Array.of(...half, 0xff, 0xd9);
    const why = (read: () => unknown): string => {
      try {
        read();
      } catch (error) {
        return (error as Error).message;
      }
      return 'read';
    };
    const here = why(() => decodeToFit(cut, 'cut.jpg', [4, 4, 1]));
    expect(here).toMatch(/^cut\.jpg is a broken JPEG file/u);
    expect(why(() => decodeFileToFit(cut, 'cut.jpg', [4, 4, 1]))).toBe(here);
  });
});
