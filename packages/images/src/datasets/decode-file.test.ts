/** Large pictures, such as photographs, are decoded to the same result as in a page, with a fraction of the memory. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'jpeg-js';
import sharp, { type JpegOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../pictures/picture.js';
import { decodeToFit } from '../pictures/decode.js';
import { encodePng } from '../pictures/png.js';
import { emptyFolder } from '../testing/datasets.js';
import { decodeFileToFit } from './decode-file.js';

/** Stripes, brighter to the right. */
function jpeg(width: number, height: number): Uint8Array {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : Math.floor(((i >> 2) % width) / 50) * (1 + (i % 4)),
  );
  return Uint8Array.from(encode({ width, height, data }, 90).data);
}

/** The largest difference between two values at the same place. */
const apart = (a: Picture, b: Picture): number => {
  expect([a.width, a.height, a.channels]).toEqual([b.width, b.height, b.channels]);
  return Math.max(...a.pixels.map((value, i) => Math.abs(value - b.pixels[i]!)));
};

/**
 * A JPEG file of any size with a single colour. The file is small, as a decompression bomb is, but takes as much memory
 * to decode as a photograph.
 */
const plain = (width: number, height: number, options: JpegOptions): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } })
    .jpeg(options)
    .toBuffer();

describe('a large picture', () => {
  it.each(['stretch', 'pad', 'crop'] as const)(
    'is decoded to the same values within two levels of 255, in grey and in colour: %s',
    async (fit) => {
      const bytes = jpeg(2000, 800);
      for (const shape of [
        [6, 8, 1],
        [6, 8, 3],
        [28, 28, 1],
      ]) {
        const here = await decodeFileToFit(bytes, 'a.jpg', shape, fit);
        expect(apart(here, decodeToFit(bytes, 'a.jpg', shape, fit))).toBeLessThanOrEqual(2);
      }
    },
  );

  it('need not be larger than 182 x 182 if it is reduced to a quarter of its pixels', async () => {
    const bytes = jpeg(240, 200);
    const reduced = await decodeFileToFit(bytes, 'a.jpg', [64, 64, 3], 'crop');
    const page = decodeToFit(bytes, 'a.jpg', [64, 64, 3], 'crop');
    expect(apart(reduced, page)).toBeLessThanOrEqual(2);
    // Otherwise the page's decoder reads it.
    expect(await decodeFileToFit(bytes, 'a.jpg', [128, 128, 3])).toEqual(
      decodeToFit(bytes, 'a.jpg', [128, 128, 3]),
    );
  });

  it('is rotated according to its EXIF data', async () => {
    const bytes = jpeg(1600, 1000);
    // Orientation 6 of EXIF 2.32: the picture must be turned to the right by 90 degrees.
    const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
    const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
    const exif = [0xff, 0xe1, 0, body.length + 2, ...body];
    const turned = Uint8Array.from([...bytes.slice(0, 2), ...exif, ...bytes.slice(2)]);
    const here = await decodeFileToFit(turned, 'a.jpg', [9, 9, 1]);
    expect(apart(here, decodeToFit(turned, 'a.jpg', [9, 9, 1]))).toBeLessThanOrEqual(2);
    expect(apart(here, await decodeFileToFit(bytes, 'a.jpg', [9, 9, 1]))).toBeGreaterThan(20);
  });

  it('may be a PNG file', async () => {
    const pixels = Uint8Array.from({ length: 1200 * 900 }, (_, i) => (i % 1200) >> 3);
    const bytes = encodePng({ width: 1200, height: 900, channels: 1, pixels });
    expect(await decodeFileToFit(bytes, 'a.png', [5, 5, 3])).toEqual(
      decodeToFit(bytes, 'a.png', [5, 5, 3]),
    );
  });

  it('is read if only its end marker is missing, and refused as broken if its pixels end early', async () => {
    const bytes = jpeg(1200, 1000);
    const endless = await decodeFileToFit(bytes.subarray(0, -2), 'a.jpg', [4, 4, 1]);
    expect(endless).toEqual(await decodeFileToFit(bytes, 'a.jpg', [4, 4, 1]));
    const half = bytes.subarray(0, bytes.length / 2);
    for (const cut of [half, Uint8Array.of(...half, 0xff, 0xd9)]) {
      await expect(decodeFileToFit(cut, 'cut.jpg', [4, 4, 1])).rejects.toThrow(
        /^cut\.jpg is a broken JPEG file: [^\n]+\.$/u,
      );
    }
  });

  it('is read if it has extra bytes before its end', async () => {
    const bytes = jpeg(1200, 1000);
    const more = Uint8Array.from([...bytes.subarray(0, -2), 1, 2, 3, 0xff, 0xd9]);
    expect((await decodeFileToFit(more, 'a.jpg', [4, 4, 1])).pixels).toHaveLength(16);
  });

  it.each([
    // The sizes of camera sensors with 12, 24, 50 and 61 megapixels.
    ['12 megapixels, full colour', 4000, 3000, { chromaSubsampling: '4:4:4' }],
    ['24 megapixels, 4:2:0 chroma subsampling', 6000, 4000, { chromaSubsampling: '4:2:0' }],
    ['50 megapixels, progressive', 8160, 6120, { progressive: true }],
    ['61 megapixels, full colour', 9504, 6336, { chromaSubsampling: '4:4:4' }],
  ])('is read with less than 400 MB of memory: %s', async (_name, width, height, options) => {
    const file = join(await emptyFolder(), 'a.jpg');
    await writeFile(file, await plain(width, height, options));
    const built = new URL('../../dist/entries/node.js', import.meta.url).href;
    const program = `import { readFileSync } from 'node:fs';
      import { decodeFileToFit } from '${built}';
      const { pixels } = await decodeFileToFit(readFileSync(process.argv[1]), 'a', [2, 2, 3]);
      console.log(pixels.join(), process.resourceUsage().maxRSS);`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', program, file]);
    const [pixels, kilobytes] = child.stdout.toString().split(' ');
    const [r, g, b] = pixels!.split(',').map(Number);
    expect(Math.max(Math.abs(r! - 200), Math.abs(g! - 100), Math.abs(b! - 50))).toBeLessThan(4);
    expect(Number(kilobytes)).toBeLessThan(400 * 1024);
  });

  it('is refused before it is decoded if it declares more pixels', async () => {
    const claims = (bytes: Buffer, width: number, height: number): Buffer => {
      const out = Buffer.from(bytes);
      const at = out.findIndex((byte, i) => byte === 0xff && [0xc0, 0xc2].includes(out[i + 1]!));
      out.writeUInt16BE(height, at + 5);
      out.writeUInt16BE(width, at + 7);
      return out;
    };
    const bomb = claims(await plain(16, 16, {}), 60_000, 60_000);
    await expect(decodeFileToFit(bomb, 'a.jpg', [2, 2, 1])).rejects.toThrow(
      'a.jpg claims 60000 x 60000 pixels; 1 to 67108864 are allowed.',
    );
    const passes = await plain(16, 16, { progressive: true, chromaSubsampling: '4:4:4' });
    await expect(decodeFileToFit(claims(passes, 8192, 8192), 'a.jpg', [2, 2, 1])).rejects.toThrow(
      /^a\.jpg needs about 384 MB of memory to decode; the limit is 320 MB\./u,
    );
  });
});
