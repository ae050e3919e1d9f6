/** A picture file of either kind that is read, told apart by its first bytes and not by its name. */
import { InvalidFileError } from '@speil/api';
import type { Picture } from '../picture.js';
import { decodeJpeg } from './jpeg.js';
import { decodePng } from './png.js';

/** Endings of the names of files that are looked for in a folder. */
export const pictureEndings: readonly string[] = ['.png', '.jpg', '.jpeg'];

/**
 * @param what the file's name, for errors.
 * @throws InvalidFileError for what is neither PNG nor JPEG, too large, or broken.
 */
export function decodePicture(bytes: Uint8Array, what: string): Picture {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return decodeJpeg(bytes, what);
  if (bytes[0] === 0x89) return decodePng(bytes, what);
  throw new InvalidFileError(
    `${what} is neither a PNG file nor a JPEG file: its first bytes are not theirs.`,
  );
}
