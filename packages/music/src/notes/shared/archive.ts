/**
 * Files out of a ZIP archive, for browsers as well. An archive is foreign: what it unpacks to is counted as it comes,
 * whatever its headers claim, and a name that leads out of the archive is refused though nothing here is written to a disk.
 */
import { InvalidFileError, isSpeilError, joinBytes } from '@speil/api';
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';

export interface ArchiveLimits {
  /** Files that are looked at. */
  readonly entries: number;
  /** Bytes that the wanted files may unpack to together. */
  readonly bytes: number;
}

/** Deflate packs a thousand to one at best, so that no push unpacks to more than sixteen megabytes. */
const pieceSize = 2 ** 14;

/**
 * @param wanted whether a file of the archive is unpacked.
 * @param what how a person knows the archive.
 * @returns the wanted files by name.
 * @throws InvalidFileError for what is no archive, damaged, escaping, or unpacks to more than is allowed.
 */
export function unpack(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  limits: ArchiveLimits,
  what: string,
): ReadonlyMap<string, Uint8Array> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new InvalidFileError(`${what} is not a ZIP archive.`);
  }
  const files = new Map<string, Uint8Array>();
  let [entries, unpacked, open] = [0, 0, 0];
  const take = (file: UnzipFile): void => {
    if (++entries > limits.entries) {
      throw new InvalidFileError(`${what} holds more than ${limits.entries} files.`);
    }
    refuseEscape(file.name, what);
    if (!wanted(file.name)) return;
    const pieces: Uint8Array[] = [];
    open++;
    file.ondata = (error, piece, final) => {
      if (error !== null) throw error as Error;
      unpacked += piece.length;
      if (unpacked > limits.bytes) {
        throw new InvalidFileError(
          `${what} unpacks to more than ${limits.bytes} bytes; nothing of it is read.`,
        );
      }
      pieces.push(piece);
      if (!final) return;
      open--;
      files.set(file.name, joinBytes(pieces));
    };
    file.start();
  };
  try {
    const unzip = new Unzip(take);
    unzip.register(UnzipInflate);
    for (let at = 0; at < bytes.length; at += pieceSize) {
      const end = at + pieceSize;
      unzip.push(bytes.subarray(at, end), end >= bytes.length);
    }
  } catch (error) {
    if (isSpeilError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(`${what} is a damaged archive: ${reason}.`, { cause: error });
  }
  if (open > 0)
    throw new InvalidFileError(`${what} is a damaged archive: a file of it is cut off.`);
  return files;
}

function refuseEscape(name: string, what: string): void {
  const escapes = /^[/\\]|^[a-z]:|\\|\0/iu.test(name) || name.split('/').includes('..');
  if (!escapes) return;
  throw new InvalidFileError(
    `${what} holds a file whose name leads out of it: ${JSON.stringify(name.slice(0, 80))}.`,
  );
}
