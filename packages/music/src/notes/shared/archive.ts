/**
 * Unpacks files from a ZIP archive, also in browsers. Archives are untrusted: the unpacked bytes are counted, whatever
 * the headers claim. A file name that leads outside the archive is refused, although nothing is written to a disk here.
 */
import { InvalidFileError, isSpeilError, joinBytes } from '@speil/api';
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';

export interface ArchiveLimits {
  /** Largest number of files in the archive. */
  readonly entries: number;
  /** Largest total size of the unpacked files, in bytes. */
  readonly bytes: number;
}

/**
 * Size of the chunks, in bytes. Deflate compresses by a factor of about a thousand at most, so a chunk unpacks to no
 * more than sixteen megabytes.
 */
const pieceSize = 2 ** 14;

/**
 * @param wanted whether to unpack the file with this name.
 * @param what name of the archive, for messages.
 * @returns the wanted files by name.
 * @throws InvalidFileError for a file that is not an archive, is damaged, has names that lead outside, or is too large unpacked.
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
          `${what} unpacks to more than ${limits.bytes} bytes; it is not read.`,
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
    throw new InvalidFileError(`${what} is a damaged archive: one of its files is cut off.`);
  return files;
}

function refuseEscape(name: string, what: string): void {
  const escapes = /^[/\\]|^[a-z]:|\\|\0/iu.test(name) || name.split('/').includes('..');
  if (!escapes) return;
  throw new InvalidFileError(
    `${what} holds a file whose name leads out of it: ${JSON.stringify(name.slice(0, 80))}.`,
  );
}
