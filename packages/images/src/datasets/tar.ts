/** Reads tar archives as streams, with errors of one line. */
import { createReadStream } from 'node:fs';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidFileError, isSpeilError } from '@speil/api';
import { extract, type Extract } from 'tar-stream';
import { toReadableError } from './records.js';

export type TarEntry = Extract extends AsyncIterable<infer Entry> ? Entry : never;

/**
 * The entries of an archive, in order. The caller reads each entry, or calls its `resume`, before it requests the next
 * one.
 *
 * @param unpack a stream that unpacks the archive, such as `createGunzip()`.
 * @throws InvalidFileError for a damaged archive; NotFoundError, StorageError. Errors of an entry go through
 *   `toArchiveError`.
 */
export async function* tarEntries(path: string, unpack?: Transform): AsyncGenerator<TarEntry> {
  const reader = extract();
  const source = createReadStream(path);
  const done = unpack === undefined ? pipeline(source, reader) : pipeline(source, unpack, reader);
  // The loop below throws this error first, or the line after it.
  done.catch(() => undefined);
  try {
    for await (const entry of reader) yield entry;
    await done;
  } catch (error) {
    throw toArchiveError(error, path);
  } finally {
    source.destroy();
  }
}

/** Bytes of the header before the content of an entry (POSIX pax, section "ustar Interchange Format"). */
const headerBytes = 512;

/** The byte at which the content of an entry begins, in an archive that is not packed. */
export const offsetOf = (entry: TarEntry): number => entry.offset + headerBytes;

export function toArchiveError(error: unknown, path: string): Error {
  const known = toReadableError(error, path);
  if (isSpeilError(known)) return known;
  return new InvalidFileError(
    `${path} is a damaged archive: ${known.message.replace(/\.$/u, '')}.`,
    { cause: error },
  );
}
