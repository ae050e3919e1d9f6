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
  const { width, height, depth } = png;
  const { data, channels } = png.palette ? expandPalette(png) : png;
  // A palette's colours have 8 bits, however few its indices have.
  const perByte =
    data instanceof Uint16Array ? 257 : depth < 8 && !png.palette ? (2 ** depth - 1) / 255 : 1;
  const colours = channels >= 3 ? 3 : 1;
  const hasAlpha = channels === 2 || channels === 4;
  const unpacked = depth < 8 && !png.palette ? unpackBits(png) : data;
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

function expandPalette(png: Decoded): { data: Uint8Array; channels: number } {
  const palette = png.palette!;
  const indices = png.depth < 8 ? unpackBits(png) : png.data;
  const data = new Uint8Array(png.width * png.height * 4);
  for (let i = 0; i < png.width * png.height; i++) {
    const entry = palette[indices[i]!];
    if (entry === undefined) throw new Error(`palette entry ${indices[i]} is missing`);
    data.set([entry[0]!, entry[1]!, entry[2]!, entry[3] ?? 255], i * 4);
  }
  return { data, channels: 4 };
}

/** One value a byte from rows of packed bits, each row beginning at a byte. */
function unpackBits({ data, width, height, depth }: Decoded): Uint8Array {
  const out = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const mask = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)]!;
      out[y * width + x] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return out;
}
