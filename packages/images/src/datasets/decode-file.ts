/**
 * Decodes picture files on the disk, including photographs. For photographs it uses libvips (sharp), which reduces them
 * while it unpacks them. The decoder of pages (`decodeToFit`) would be too slow: it takes seconds for a photograph, and
 * several hundred bytes of memory for each block of 8 x 8 pixels (docs/benchmarks.md).
 */
import { InvalidFileError, type PictureFit } from '@speil/api';
import type Sharp from 'sharp';
import type { Picture } from '../pictures/picture.js';
import { readClaimedSize, type ClaimedSize } from '../pictures/claimed-size.js';
import { createKindError, decodeToFit } from '../pictures/decode.js';
import { fitRows } from '../pictures/fit.js';
import { completeJpeg } from '../pictures/jpeg.js';
import { readJpegHeader, type JpegHeader } from '../pictures/jpeg-header.js';
import { mostPngPixels } from '../pictures/png.js';
import { checkPngChunks, greyTypes, isPng } from '../pictures/png-chunks.js';
import { convertChannels, rowsOf } from '../pictures/rows.js';

/**
 * JPEG files with more pixels than this are decoded by libvips. The decoder that also runs in a page would need too much
 * memory.
 */
const small = 2 ** 20;

/**
 * JPEG files of at least so many pixels, and of four times the target's, are decoded by libvips as well, which takes an
 * eighth of the time. The two decoders differ only in how they enlarge stored colours, which the reduction averages.
 */
const quick = 2 ** 15;

/** Maximum number of pixels of a file. Cameras have 12 to 61 million pixels. */
const most = 2 ** 26;

/**
 * Memory limit for progressive files, in bytes. A progressive file is unpacked completely before its first row, with
 * two bytes for each of the 64 coefficients of a block.
 */
const progressiveLimit = 320 * 2 ** 20;
const bytesPerBlock = 128;

/**
 * Minimum side of the output of libvips, in pixels. libvips does only a part of the reduction: `fitRows`, which resizes
 * every picture, does the rest.
 */
const leastSide = 256;

/**
 * Decodes a file to the size and channels that a model takes, like `decodeToFit`, which is used in pages.
 *
 * @throws InvalidFileError for a file that is neither PNG nor JPEG, too large, or broken.
 */
export async function decodeFileToFit(
  bytes: Uint8Array,
  what: string,
  shape: readonly number[],
  fit: PictureFit = 'stretch',
): Promise<Picture> {
  const claimed = readClaimedSize(bytes, what);
  const [height = 1, width = 1, channels = 1] = shape;
  const least = Math.max(quick, 4 * height * width);
  const sharp = isFor(claimed, Math.min(small, least), bytes)
    ? await loadSharp(what, claimed)
    : undefined;
  if (sharp === undefined) return decodeToFit(bytes, what, shape, fit);
  const photograph = await decodePhotograph(sharp, bytes, {
    what,
    side: Math.max(leastSide, 4 * width, 4 * height),
  });
  return fitRows(convertChannels(rowsOf(photograph), channels === 1 ? 1 : 3), width, height, fit);
}

/**
 * Checks a file as far as that is possible without unpacking its pixels: its header and size, that it is complete, and a PNG
 * file's checksums.
 *
 * @throws InvalidFileError for a file that is neither PNG nor JPEG, too large, truncated or damaged.
 */
export function checkPictureFile(bytes: Uint8Array, what: string): ClaimedSize {
  if (isPng(bytes)) {
    const { width, height, colourType } = checkPngChunks(bytes, what, mostPngPixels);
    return { width, height, channels: greyTypes.has(colourType) ? 1 : 3 };
  }
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw createKindError(what);
  const header = readJpegHeader(bytes, what);
  refuseLarge(header, what);
  return { width: header.width, height: header.height, channels: header.components };
}

/**
 * Whether libvips decodes a file: a JPEG file of at least `least` pixels. CMYK files are not decoded by it, since it
 * converts them with a colour profile, which gives different colours.
 */
function isFor(
  claimed: ClaimedSize | undefined,
  least: number,
  bytes: Uint8Array,
): claimed is ClaimedSize {
  if (claimed === undefined || isPng(bytes) || claimed.channels === 4) return false;
  return claimed.width * claimed.height >= least;
}

interface PhotographOptions {
  readonly what: string;
  /** Minimum side of the result, in pixels. */
  readonly side: number;
}

async function decodePhotograph(
  sharp: typeof Sharp,
  bytes: Uint8Array,
  { what, side }: PhotographOptions,
): Promise<Picture> {
  const header = readJpegHeader(bytes, what);
  refuseLarge(header, what);
  const read = (failOn: 'warning' | 'error') =>
    sharp(completeJpeg(bytes, header), { failOn, limitInputPixels: most, ignoreIcc: true })
      .autoOrient()
      .resize(side, side, { fit: 'outside', kernel: 'linear', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
  try {
    // Treat warnings as errors: when pixels are missing, libvips gives a warning and no error. One warning is harmless:
    // some phones write extra bytes between two segments.
    const { data, info } = await read('warning').catch((error: unknown) =>
      /extraneous bytes/u.test(String(error)) ? read('error') : Promise.reject(error as Error),
    );
    const { width, height } = info;
    return { width, height, channels: info.channels === 1 ? 1 : 3, pixels: new Uint8Array(data) };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new InvalidFileError(`${what} is a broken JPEG file: ${reason.replace(/\.$/u, '')}.`, {
      cause: error,
    });
  }
}

function refuseLarge({ width, height, blocks, isProgressive }: JpegHeader, what: string): void {
  if (width * height > most) {
    throw new InvalidFileError(
      `${what} claims ${width} x ${height} pixels; 1 to ${most} are allowed.`,
    );
  }
  const memory = isProgressive ? blocks * bytesPerBlock : 0;
  if (memory <= progressiveLimit) return;
  throw new InvalidFileError(
    `${what} needs about ${Math.round(memory / 2 ** 20)} MB of memory to decode; the limit is ${progressiveLimit / 2 ** 20} MB. Save it as a baseline JPEG, or with 4:2:0 chroma subsampling.`,
  );
}

/**
 * Loads sharp only when it is needed, because loading its library takes time.
 *
 * @returns undefined if it could not be loaded, for a file that the other decoder can read.
 * @throws InvalidFileError if it could not be loaded, for a larger file.
 */
async function loadSharp(
  what: string,
  { width, height }: ClaimedSize,
): Promise<typeof Sharp | undefined> {
  try {
    const { default: sharp } = await import('sharp');
    // A cache is useless: no picture is decoded twice.
    sharp.cache(false);
    // Threads for each picture would compete with those of the training step.
    sharp.concurrency(1);
    return sharp;
  } catch (error) {
    if (width * height <= small) return undefined;
    throw new InvalidFileError(
      `${what} has ${width} x ${height} pixels. JPEG files of more than ${small} pixels are decoded by sharp, which could not be loaded on this machine. Save it with at most ${small} pixels.`,
      { cause: error },
    );
  }
}
