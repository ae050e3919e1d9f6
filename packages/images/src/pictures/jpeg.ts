/** JPEG files in: baseline and progressive, grey, colour and CMYK. A file is foreign: its header is bounded first. */
import { InvalidFileError } from '@speil/api';
import { decode } from 'jpeg-js';
import type { Picture } from './picture.js';
import { turned } from './orientation.js';
import { readJpegHeader, type JpegHeader } from './jpeg-header.js';
import { usualTables } from './jpeg-tables.js';

export interface DecodeJpegOptions {
  /** The most pixels that a file may claim. Default 2^24, a square of 4,096. */
  readonly maxPixels?: number;
}

/** Bytes that decoding one file may take, by the estimate below: the process stays within 256 MB. */
const memoryLimit = 140 * 2 ** 20;
/** And for a file that is itself as large as a photograph: one of 12 megapixels with halved colours (4:2:0) fits. */
const photographLimit = 210 * 2 ** 20;
/** Photographs take a byte for 3 to 10 pixels; a file of one colour, which is what a bomb is, one for several hundred. */
const photographPixels = 32;
/** Measured: the decoder holds each block of 64 coefficients in an array of its own. */
const bytesPerBlock = 400;

/**
 * Colours that are stored at half the size are repeated, not interpolated. The picture is turned as its EXIF data say.
 *
 * @param what the file's name, for errors.
 * @returns grey for files of one component, else colour.
 * @throws InvalidFileError for what is no JPEG, too large, or broken.
 */
export function decodeJpeg(
  bytes: Uint8Array,
  what: string,
  { maxPixels = 2 ** 24 }: DecodeJpegOptions = {},
): Picture {
  const header = readJpegHeader(bytes, what);
  refuseLarge(header, bytes.length, what, maxPixels);
  const { width, height, components, orientation } = header;
  let data: Uint8Array;
  try {
    ({ data } = decode(completed(bytes, header), {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: Infinity,
      maxMemoryUsageInMB: photographLimit / 2 ** 20,
      ...(components === 3 && { colorTransform: !header.isRgb }),
    }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(`${what} is a broken JPEG file: ${reason.replace(/\.$/u, '')}.`, {
      cause: error,
    });
  }
  if (components > 1) return turned({ width, height, channels: 3, pixels: data }, orientation);
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = data[3 * i]!;
  return turned({ width, height, channels: 1, pixels }, orientation);
}

/** Adobe's segment with no transform: of four components that say nothing of themselves it is what Pillow takes them for. */
const adobeSegment = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];

/** A file with what a decoder cannot do without and it may leave out: the usual codes, how four colours are meant, and the end. */
export function completed(
  bytes: Uint8Array,
  { hasTables, hasEnd, components, adobe }: JpegHeader,
): Uint8Array {
  const isSilent = components === 4 && adobe === undefined;
  if (hasTables && hasEnd && !isSilent) return bytes;
  const missing = [...(isSilent ? adobeSegment : []), ...(hasTables ? [] : usualTables)];
  // A file may be cut between the two bytes of its end.
  const end = hasEnd ? [] : bytes.at(-1) === 0xff ? [0xd9] : [0xff, 0xd9];
  const whole = new Uint8Array(bytes.length + missing.length + end.length);
  whole.set(bytes.subarray(0, 2));
  whole.set(missing, 2);
  whole.set(bytes.subarray(2), 2 + missing.length);
  whole.set(end, whole.length - end.length);
  return whole;
}

function refuseLarge(header: JpegHeader, fileSize: number, what: string, maxPixels: number): void {
  const { width, height, components, blocks } = header;
  const pixels = width * height;
  if (pixels > maxPixels) {
    throw new InvalidFileError(
      `${what} claims ${width} x ${height} pixels; 1 to ${maxPixels} are allowed.`,
    );
  }
  const memory = blocks * (bytesPerBlock + 64) + pixels * (3 + components);
  const limit = fileSize * photographPixels < pixels ? memoryLimit : photographLimit;
  if (memory > limit) {
    throw new InvalidFileError(
      `${what} would take about ${Math.round(memory / 2 ** 20)} MB to decode; for a file of its size at most ${limit / 2 ** 20} are taken. Save it smaller, or with halved colours (4:2:0).`,
    );
  }
}
