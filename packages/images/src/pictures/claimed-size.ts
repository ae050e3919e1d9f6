/**
 * Reads the declared size of a picture file before anything is decoded. It is for callers that use another decoder,
 * such as a browser's, and must check the size first.
 */
import { InvalidFileError } from '@speil/api';
import { readJpegHeader } from './jpeg-header.js';
import { greyTypes, isPng } from './png-chunks.js';

/** What the header of a picture file says of its size. */
export interface ClaimedSize {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Number of colour channels without opacity: 1 for grey, otherwise more. */
  readonly channels: number;
}

/**
 * Reads the size of a PNG or JPEG file from its header, without decoding it.
 *
 * @param what the file's name, for errors.
 * @returns undefined if the first bytes belong neither to a PNG nor to a JPEG file.
 * @throws InvalidFileError for a broken header.
 */
export function readClaimedSize(bytes: Uint8Array, what: string): ClaimedSize | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const { width, height, components } = readJpegHeader(bytes, what);
    return { width, height, channels: components };
  }
  if (!isPng(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The signature, the length and name of the header's chunk, and its first two fields.
  if (bytes.length < 33 || view.getUint32(12) !== 0x49484452) {
    throw new InvalidFileError(`${what} is a broken PNG file: it must begin with an IHDR chunk.`);
  }
  const channels = greyTypes.has(bytes[25]!) ? 1 : 3;
  return { width: view.getUint32(16), height: view.getUint32(20), channels };
}
