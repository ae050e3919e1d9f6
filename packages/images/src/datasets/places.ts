/** Where the bytes of a picture are, and how they are read. */
import { open, readFile, stat } from 'node:fs/promises';
import { InvalidFileError } from '@speil/api';
import { toReadableError } from './records.js';
import type { FilePlace } from './unpack.js';

/** In memory, in a part of a file, or a file of its own. */
export type Place = Uint8Array | FilePlace | { readonly path: string };

/** Maximum size of a picture file, in bytes. */
export const pictureFileLimit = 64 * 2 ** 20;

/**
 * @throws NotFoundError for a missing file; StorageError for one that cannot be read; InvalidFileError for one that is too large or
 *   shorter than it was.
 */
export async function readPlace(place: Place): Promise<Uint8Array> {
  if (place instanceof Uint8Array) return place;
  try {
    return await ('offset' in place ? readPart(place) : readPictureFile(place.path));
  } catch (error) {
    throw toReadableError(error, place.path);
  }
}

async function readPictureFile(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size <= pictureFileLimit) return await readFile(path);
  throw new InvalidFileError(`${path} has ${size} bytes; at most ${pictureFileLimit} are read.`);
}

async function readPart({ path, offset, length }: FilePlace): Promise<Uint8Array> {
  // The file is open for one picture only, since a dataset has no `close`.
  const handle = await open(path);
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    if (bytesRead === length) return bytes;
    throw new InvalidFileError(
      `${path} is truncated: ${length} bytes were expected at byte ${offset}. Received: ${bytesRead}.`,
    );
  } finally {
    await handle.close();
  }
}
