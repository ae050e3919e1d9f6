/** Decodes PNG and JPEG files. The first bytes determine the format, not the name. */
import { InvalidFileError, type PictureFit } from '@speil/api';
import type { Picture } from './picture.js';
import { fitRows } from './fit.js';
import { decodeJpeg } from './jpeg.js';
import { decodePngRows } from './png.js';
import { collect, convertChannels, rowsOf, type PixelRows } from './rows.js';

/** Extensions of the files that are read from a folder. */
export const pictureEndings: readonly string[] = ['.png', '.jpg', '.jpeg', '.jfif'];

/**
 * Decodes a PNG or a JPEG file, which it tells apart by their first bytes.
 *
 * @param what the file's name, for errors.
 * @throws InvalidFileError for a file that is neither PNG nor JPEG, too large, or broken.
 */
export function decodePicture(bytes: Uint8Array, what: string): Picture {
  return collect(decodeRows(bytes, what));
}

/**
 * Decodes to the size and channels that a model takes, without the full-size colour picture in memory.
 *
 * @param shape `[height, width, 1 or 3]`. @param fit how pictures of other proportions are fitted. Default `stretch`.
 */
export function decodeToFit(
  bytes: Uint8Array,
  what: string,
  shape: readonly number[],
  fit: PictureFit = 'stretch',
): Picture {
  const [height = 1, width = 1, channels = 1] = shape;
  return fitRows(
    convertChannels(decodeRows(bytes, what), channels === 1 ? 1 : 3),
    width,
    height,
    fit,
  );
}

/** Errors in the header are thrown before the first row is read. */
function decodeRows(bytes: Uint8Array, what: string): PixelRows {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return rowsOf(decodeJpeg(bytes, what));
  if (bytes[0] === 0x89) return decodePngRows(bytes, what);
  throw createKindError(what);
}

/** Creates the error for a file that is neither PNG nor JPEG, by its first bytes. */
export function createKindError(what: string): InvalidFileError {
  return new InvalidFileError(
    `${what} is neither a PNG file nor a JPEG file, whatever its name says. Convert it to one of them.`,
  );
}
