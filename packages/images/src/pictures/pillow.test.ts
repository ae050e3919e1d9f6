/** Compares decoded pictures with Pillow's. tools/reference/pictures.py drew the files and wrote the values once. */
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

/** Levels of 255. PNG is exact except for rounding; JPEG decoders round differently. */
const apart = (name: string): number => (name.startsWith('PNG') ? 1 : 4);
/**
 * libjpeg blends colours that were halved where ours repeats them. Half a pixel of so small a picture is some five levels (5.05 on average where both
 * ways are halved); of a photograph it is nothing that one sees.
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
      // Of a grey picture that came as colour, or the other way, all three are the grey.
      return Math.abs(seen.pixels[at]! - theirs[i * channels + Math.min(c, channels - 1)]!);
    });
    const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
    if (isBlended(name)) expect(mean).toBeLessThan(6);
    else expect(Math.max(...differences)).toBeLessThanOrEqual(apart(name));
  },
);
