/**
 * Reads and writes PNG files. Files are untrusted: the number of pixels and the unpacked size are checked before a pixel is read
 * (png-chunks.ts).
 */
import { InvalidFileError } from '@speil/api';
import { encode } from 'fast-png';
import type { Picture } from './picture.js';
import { checkPng, type SoundPng } from './png-chunks.js';
import { joinPasses } from './png-passes.js';
import { pixelReader, type PixelReader } from './png-pixels.js';
import { unpackedRows } from './png-rows.js';
import { collect, type PixelRows } from './rows.js';

/** Default maximum number of pixels: a square with a side of 4,096. */
export const mostPngPixels = 2 ** 24;

export interface DecodePngOptions {
  /** Maximum number of pixels. Default 2^24. */
  readonly maxPixels?: number;
}

/**
 * @param what the file's name, for errors.
 * @returns grey or colour, 8 bits per channel; transparent parts have a white background, or a black one if all opaque pixels are light;
 *   16 bits are reduced to 8.
 * @throws InvalidFileError for a file that is not a PNG, too large, or broken.
 */
export function decodePng(
  bytes: Uint8Array,
  what: string,
  options: DecodePngOptions = {},
): Picture {
  return collect(decodePngRows(bytes, what, options));
}

/** Decodes row by row; an interlaced file is joined first. Reading a row may throw the errors of `decodePng`. */
export function decodePngRows(
  bytes: Uint8Array,
  what: string,
  { maxPixels = mostPngPixels }: DecodePngOptions = {},
): PixelRows {
  const sound = checkPng(bytes, what, maxPixels);
  const { width, height } = sound.header;
  try {
    const reader = pixelReader(sound);
    const rows = nameErrors(what, pixelRows(sound, reader));
    return { width, height, channels: reader.channels, rows };
  } catch (error) {
    throw createError(what, error);
  }
}

/** Encodes a picture; the same picture gives the same bytes. */
export function encodePng(picture: Picture): Uint8Array {
  const { width, height, channels, pixels } = picture;
  return encode({ width, height, channels, depth: 8, data: pixels });
}

function* pixelRows(png: SoundPng, reader: PixelReader): Iterable<Uint8Array> {
  if (png.passes.length > 1) {
    yield* joinPasses(png, reader);
    return;
  }
  const into = new Uint8Array(png.header.width * reader.channels);
  for (const row of unpackedRows(png)) {
    reader.read(row, into);
    yield into;
  }
}

/** Adds the file's name to errors in its rows. */
function* nameErrors(what: string, rows: Iterable<Uint8Array>): Iterable<Uint8Array> {
  try {
    yield* rows;
  } catch (error) {
    throw createError(what, error);
  }
}

function createError(what: string, error: unknown): InvalidFileError {
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidFileError(`${what} is a broken PNG file: ${reason}.`, { cause: error });
}
