/**
 * Compares decoded pictures with those of Pillow. The script tools/reference/pictures.py drew the files and wrote the
 * values once.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodePicture } from './decode.js';

interface Reference {
  readonly versions: { readonly pillow: string };
  readonly cases: readonly {
    readonly name: string;
    readonly input: string;
    readonly width: number;
    readonly height: number;
    readonly channels: number;
    readonly pixels: string;
  }[];
}
const { versions, cases } = JSON.parse(
  readFileSync(new URL('pillow.reference.json', import.meta.url), 'utf8'),
) as Reference;

/** Tolerance in levels of 255. PNG is exact except for rounding. JPEG decoders round differently. */
const apart = (name: string): number => (name.startsWith('PNG') ? 1 : 4);
/**
 * Whether the colours are stored at half the size. libjpeg interpolates them, and our decoder repeats them. In such a
 * small picture the difference is about five levels (5.05 on average if both width and height are halved). In a
 * photograph it is invisible.
 */
const isBlended = (name: string): boolean => name.includes('halved');

it.each(cases.map((one) => [one.name, one] as const))(
  `%s is what Pillow ${versions.pillow} reads`,
  (name, { input, width, height, channels, pixels }) => {
    const seen = decodePicture(Buffer.from(input, 'base64'), name);
    expect([seen.width, seen.height]).toEqual([width, height]);
    const theirs = Buffer.from(pixels, 'base64');
    const each = seen.channels;
    const differences = Array.from({ length: width * height * each }, (_, at) => {
      const [i, c] = [Math.floor(at / each), at % each];
      // If one reader gives a grey picture and the other a picture in colour, all three channels are equal to the grey.
      return Math.abs(seen.pixels[at]! - theirs[i * channels + Math.min(c, channels - 1)]!);
    });
    const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
    if (isBlended(name)) expect(mean).toBeLessThan(6);
    else expect(Math.max(...differences)).toBeLessThanOrEqual(apart(name));
  },
);
