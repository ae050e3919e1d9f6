/**
 * Reads and writes PNG files. Files are untrusted, so the number of pixels and the unpacked size are checked before a
 * pixel is read (png-chunks.ts).
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

/** How a PNG file is decoded. */
export interface DecodePngOptions {
  /** Maximum number of pixels. Default 2^24. */
  readonly maxPixels?: number;
}

/**
 * Decodes a PNG file.
 *
 * @param what the file's name, for errors.
 * @returns a grey or colour picture with 8 bits per channel; 16 bits are reduced to 8. Transparent parts get a white
 *   background, or a black one if almost all opaque pixels are light.
 * @throws InvalidFileError for a file that is not a PNG, too large, or broken.
 */
export function decodePng(
  bytes: Uint8Array,
  what: string,
  options: DecodePngOptions = {},
): Picture {
  return collect(decodePngRows(bytes, what, options));
}

/**
 * Decodes a file row by row. The passes of an interlaced file are joined first. Reading a row may throw the errors of
 * `decodePng`.
 */
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

/** Encodes a picture. The same picture always gives the same bytes. */
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

/** Adds the file's name to errors that occur in its rows. */
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
