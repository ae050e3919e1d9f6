/**
 * PNG files in and out. A file is foreign: its size in pixels, and what it unpacks to, is bounded before a pixel of it is read
 * (png-chunks.ts).
 */
import { InvalidFileError } from '@speil/api';
import { encode } from 'fast-png';
import type { Picture } from './picture.js';
import { soundPng, type SoundPng } from './png-chunks.js';
import { joinPasses } from './png-passes.js';
import { pixelReader, type PixelReader } from './png-pixels.js';
import { unpackedRows } from './png-rows.js';
import { collect, type PixelRows } from './rows.js';

export interface DecodePngOptions {
  /** The most pixels that a file may claim. Default 2^24, a square of 4,096. */
  readonly maxPixels?: number;
}

/**
 * @param what the file's name, for errors.
 * @returns grey or colour, 8 bits a channel; transparent parts lie on white, or on black where what is on them is light; 16 bits are cut to 8.
 * @throws InvalidFileError for what is no PNG, too large, or broken.
 */
export function decodePng(
  bytes: Uint8Array,
  what: string,
  options: DecodePngOptions = {},
): Picture {
  return collect(decodePngRows(bytes, what, options));
}

/** The same row by row: one that is interlaced is put together first. A row may throw what `decodePng` does. */
export function decodePngRows(
  bytes: Uint8Array,
  what: string,
  { maxPixels = 2 ** 24 }: DecodePngOptions = {},
): PixelRows {
  const sound = soundPng(bytes, what, maxPixels);
  const { width, height } = sound.header;
  try {
    const reader = pixelReader(sound);
    const rows = named(what, pixelRows(sound, reader));
    return { width, height, channels: reader.channels, rows };
  } catch (error) {
    throw broken(what, error);
  }
}

/** The same picture gives the same bytes. */
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

/** What is broken is told with the file's name. */
function* named(what: string, rows: Iterable<Uint8Array>): Iterable<Uint8Array> {
  try {
    yield* rows;
  } catch (error) {
    throw broken(what, error);
  }
}

function broken(what: string, error: unknown): InvalidFileError {
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidFileError(`${what} is a broken PNG file: ${reason}.`, { cause: error });
}
