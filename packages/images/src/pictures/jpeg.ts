/**
 * Decodes JPEG files: baseline and progressive, in grey, colour and CMYK. Files are untrusted, so the header is checked
 * first.
 */
import { InvalidFileError } from '@speil/api';
import { decode } from 'jpeg-js';
import type { Picture } from './picture.js';
import { orient } from './orientation.js';
import { readJpegHeader, type JpegHeader } from './jpeg-header.js';
import { standardTables } from './jpeg-tables.js';

/** How a JPEG file is decoded. */
export interface DecodeJpegOptions {
  /** Maximum number of pixels. Default 2^24, a square with a side of 4,096. */
  readonly maxPixels?: number;
}

/**
 * Maximum memory for decoding one file, according to the estimate below. With this limit the process stays below 256
 * MB.
 */
const memoryLimit = 140 * 2 ** 20;
/** The same limit for a file that is itself as large as a photograph: 12 megapixels with 4:2:0 chroma subsampling fit. */
const photographLimit = 210 * 2 ** 20;
/**
 * Maximum number of pixels per byte of a photograph. Photographs have 3 to 10. A file of a single colour, such as a
 * decompression bomb, has several hundred.
 */
const photographPixels = 32;
/** Measured memory per block, in bytes: the decoder stores each block of 64 coefficients in a separate array. */
const bytesPerBlock = 400;

/**
 * Decodes a JPEG file. Colours that are stored at half the size are repeated, not interpolated. The picture is rotated
 * according to its EXIF data.
 *
 * @param what the file's name, for errors.
 * @returns grey for files with one component, otherwise colour.
 * @throws InvalidFileError for a file that is not a JPEG, too large, or broken.
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
    ({ data } = decode(completeJpeg(bytes, header), {
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
  if (components > 1) return orient({ width, height, channels: 3, pixels: data }, orientation);
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = data[3 * i]!;
  return orient({ width, height, channels: 1, pixels }, orientation);
}

/** Adobe's segment that declares no transform. Pillow assumes it for four components if there is no such segment. */
const adobeSegment = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];

/**
 * Adds to a file what the decoder needs if the file omits it: the standard Huffman tables, the meaning of four
 * components, and the end marker.
 */
export function completeJpeg(
  bytes: Uint8Array,
  { hasTables, hasEnd, components, adobe }: JpegHeader,
): Uint8Array {
  const isSilent = components === 4 && adobe === undefined;
  if (hasTables && hasEnd && !isSilent) return bytes;
  const missing = [...(isSilent ? adobeSegment : []), ...(hasTables ? [] : standardTables)];
  // A file may be truncated between the two bytes of its end marker.
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
      `${what} needs about ${Math.round(memory / 2 ** 20)} MB of memory to decode; the limit for a file of its size is ${limit / 2 ** 20} MB. Save it smaller, or with 4:2:0 chroma subsampling.`,
    );
  }
}
