import { describe, expect, it } from 'vitest';
import { readClaimedSize } from './claimed-size.js';
import { encodePng } from './png.js';
import { jpegFiles } from '../testing/jpeg.js';
import { decodeJpeg } from './jpeg.js';

const png = encodePng({ width: 7, height: 5, channels: 1, pixels: new Uint8Array(35) });

describe('the declared size of a file', () => {
  it('is read from a PNG without decoding it', () => {
    expect(readClaimedSize(png, 'a.png')).toEqual({ width: 7, height: 5, channels: 1 });
    const bomb = png.slice();
    new DataView(bomb.buffer).setUint32(16, 2 ** 31);
    expect(readClaimedSize(bomb, 'a.png')?.width).toBe(2 ** 31);
  });

  it('is equal to the size of the decoded picture for a JPEG', () => {
    for (const bytes of Object.values(jpegFiles)) {
      let decoded;
      try {
        decoded = decodeJpeg(bytes, 'a.jpg');
      } catch {
        continue; // One of the files that are refused.
      }
      const { width, height } = readClaimedSize(bytes, 'a.jpg')!;
      expect([width * height]).toEqual([decoded.width * decoded.height]);
    }
  });

  it('is undefined for other files, and an error for a truncated file', () => {
    expect(readClaimedSize(new TextEncoder().encode('<svg/>'), 'a.png')).toBeUndefined();
    expect(() => readClaimedSize(png.subarray(0, 20), 'a.png')).toThrow('IHDR');
  });
});
