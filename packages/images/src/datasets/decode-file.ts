/**
 * Picture files on the disk, photographs of cameras among them: those are decoded by libvips (sharp), which makes them smaller
 * while it unpacks them. The decoder that a page can run holds several hundred bytes a block of such a file and takes seconds
 * (docs/benchmarks.md).
 */
import { InvalidFileError, type PictureFit } from '@speil/api';
import type { Picture } from '../pictures/picture.js';
import { claimedSize } from '../pictures/claimed-size.js';
import { decodeToFit } from '../pictures/decode.js';
import { fitRows } from '../pictures/fit.js';
import { completed } from '../pictures/jpeg.js';
import { readJpegHeader, type JpegHeader } from '../pictures/jpeg-header.js';
import { isPng } from '../pictures/png-chunks.js';
import { inChannels, rowsOf } from '../pictures/rows.js';

/** Pixels that a JPEG file may claim to be decoded as in a page. */
const small = 2 ** 20;

/** And the most that are read: cameras have 12 to 61 million. */
const most = 2 ** 26;

/** A progressive file is unpacked whole before a row of it is known: two bytes for each of a block's 64 numbers. */
const progressiveLimit = 320 * 2 ** 20;
const bytesPerBlock = 128;

/** The least side of what libvips gives: made smaller still by the filter that all pictures go through. */
const leastSide = 256;

/**
 * As `decodeToFit`, which a page has to use.
 *
 * @throws InvalidFileError for what is neither PNG nor JPEG, too large, or broken.
 */
export async function decodeFileToFit(
  bytes: Uint8Array,
  what: string,
  shape: readonly number[],
  fit: PictureFit = 'fill',
): Promise<Picture> {
  const claimed = claimedSize(bytes, what);
  const isLarge = claimed !== undefined && claimed.width * claimed.height > small;
  // libvips makes other colours of CMYK, by a profile.
  if (!isLarge || isPng(bytes) || claimed.channels === 4) {
    return decodeToFit(bytes, what, shape, fit);
  }
  const [height = 1, width = 1, channels = 1] = shape;
  const photograph = await decodePhotograph(
    bytes,
    what,
    Math.max(leastSide, 4 * width, 4 * height),
  );
  return fitRows(inChannels(rowsOf(photograph), channels === 1 ? 1 : 3), width, height, fit);
}

async function decodePhotograph(bytes: Uint8Array, what: string, side: number): Promise<Picture> {
  const header = readJpegHeader(bytes, what);
  refuseLarge(header, what);
  const sharp = await loadSharp(what, header);
  const read = (failOn: 'warning' | 'error') =>
    sharp(completed(bytes, header), { failOn, limitInputPixels: most, ignoreIcc: true })
      .autoOrient()
      .resize(side, side, { fit: 'outside', kernel: 'linear', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
  try {
    // Bytes between two parts are what some telephones write, and cost nothing; pixels that lack are a warning as well.
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
    `${what} would take about ${Math.round(memory / 2 ** 20)} MB to decode; at most ${progressiveLimit / 2 ** 20} are taken. Save it as baseline, or with halved colours (4:2:0).`,
  );
}

/** Only where it is needed: its library takes a while to load. */
async function loadSharp(what: string, { width, height }: JpegHeader) {
  try {
    const { default: sharp } = await import('sharp');
    // What was decoded is not asked for again.
    sharp.cache(false);
    return sharp;
  } catch (error) {
    throw new InvalidFileError(
      `${what} has ${width} x ${height} pixels, which sharp reads, and sharp has no library for this machine. Save it with at most ${small} pixels.`,
      { cause: error },
    );
  }
}
