/**
 * How large a picture file claims to be, read before anything is decoded: for those who let another decoder (a browser's)
 * do the work, and must know first what it would be asked for.
 */
import { InvalidFileError } from '@speil/api';
import { readJpegHeader } from './jpeg-header.js';
import { isPng } from './png-chunks.js';

export interface ClaimedSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Of its colours, without opacity: 1 grey, more for anything else. */
  readonly channels: number;
}

/**
 * @param what the file's name, for errors.
 * @returns undefined for what is neither PNG nor JPEG, by its first bytes.
 * @throws InvalidFileError for one whose header is broken.
 */
export function claimedSize(bytes: Uint8Array, what: string): ClaimedSize | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const { width, height, components } = readJpegHeader(bytes, what);
    return { width, height, channels: components };
  }
  if (!isPng(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Signature, length and name of the header's chunk, and then its first two fields.
  if (bytes.length < 33 || view.getUint32(12) !== 0x49484452) {
    throw new InvalidFileError(`${what} is a broken PNG file: it must begin with an IHDR chunk.`);
  }
  // Colour types 0 and 4 are grey, without and with opacity.
  const channels = bytes[25] === 0 || bytes[25] === 4 ? 1 : 3;
  return { width: view.getUint32(16), height: view.getUint32(20), channels };
}
