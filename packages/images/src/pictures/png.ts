/**
 * PNG files in and out. A file is foreign: its size in pixels, and what it unpacks to, is bounded before the decoder sees
 * it (png-chunks.ts).
 */
import { InvalidFileError } from '@speil/api';
import { decode, encode } from 'fast-png';
import type { Picture } from '../picture.js';
import { pngFile, soundPng } from './png-chunks.js';
import { joinPasses } from './png-passes.js';

export interface DecodePngOptions {
  /** The most pixels that a file may claim. Default 2^24, a square of 4,096. */
  readonly maxPixels?: number;
}

/**
 * @param what the file's name, for errors.
 * @returns grey or colour, 8 bits a channel; transparent parts lie on white, 16 bits are cut to 8.
 * @throws InvalidFileError for what is no PNG, too large, or broken.
 */
export function decodePng(
  bytes: Uint8Array,
  what: string,
  { maxPixels = 2 ** 24 }: DecodePngOptions = {},
): Picture {
  const sound = soundPng(bytes, what, maxPixels);
  try {
    return joinPasses(sound, (part) => flatten(decode(pngFile(part))));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(`${what} is a broken PNG file: ${reason}.`, { cause: error });
  }
}

/** The same picture gives the same bytes. */
export function encodePng(picture: Picture): Uint8Array {
  const { width, height, channels, pixels } = picture;
  return encode({ width, height, channels, depth: 8, data: pixels });
}

type Decoded = ReturnType<typeof decode>;

function flatten(png: Decoded): Picture {
  if (png.palette) return flattenPalette(png, png.palette);
  const { width, height, depth, data, channels } = png;
  const perByte = data instanceof Uint16Array ? 257 : depth < 8 ? (2 ** depth - 1) / 255 : 1;
  const colours = channels >= 3 ? 3 : 1;
  const hasAlpha = channels === 2 || channels === 4;
  const unpacked = depth < 8 ? unpackBits(png) : data;
  const pixels = new Uint8Array(width * height * colours);
  for (let i = 0; i < width * height; i++) {
    const alpha = hasAlpha ? unpacked[i * channels + channels - 1]! / perByte / 255 : 1;
    for (let c = 0; c < colours; c++) {
      const value = unpacked[i * channels + c]! / perByte;
      pixels[i * colours + c] = Math.round(value * alpha + 255 * (1 - alpha));
    }
  }
  return { width, height, channels: colours, pixels };
}

/** Straight from the packed indices: at 16.7 million pixels each array between would be 16 MB or 64. */
function flattenPalette(png: Decoded, palette: readonly (readonly number[])[]): Picture {
  const { width, height } = png;
  const colours = palette.map(([red = 0, green = 0, blue = 0, alpha = 255]) =>
    [red, green, blue].map((value) => Math.round((value * alpha) / 255 + 255 * (1 - alpha / 255))),
  );
  const pixels = new Uint8Array(width * height * 3);
  let at = 0;
  eachIndex(png, (index) => {
    const colour = colours[index];
    if (colour === undefined) throw new Error(`palette entry ${index} is missing`);
    pixels[at] = colour[0]!;
    pixels[at + 1] = colour[1]!;
    pixels[at + 2] = colour[2]!;
    at += 3;
  });
  return { width, height, channels: 3, pixels };
}

/** One value a byte from rows of packed bits. */
function unpackBits(png: Decoded): Uint8Array {
  const out = new Uint8Array(png.width * png.height);
  let at = 0;
  eachIndex(png, (value) => {
    out[at++] = value;
  });
  return out;
}

/** Values of at most 8 bits in reading order, each row beginning at a byte. */
function eachIndex({ data, width, height, depth }: Decoded, visit: (value: number) => void): void {
  const rowBytes = Math.ceil((width * depth) / 8);
  const mask = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)]!;
      visit((byte >> (8 - depth - (bit & 7))) & mask);
    }
  }
}
