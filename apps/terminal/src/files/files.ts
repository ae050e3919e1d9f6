/** Files that commands read and write: reads are bounded, writes are atomic, and failures are one line. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { InvalidFileError, StorageError } from '@speil/api';
import { makeFolder } from '@speil/api/node';
import { encodePng, type Picture } from '@speil/images';
import { AtomicFile, atomicWrite, guardStorage } from '@speil/runs';
import type { Io } from '../io/io.js';
import { showPicture } from '../io/show-picture.js';
import { refuseDeadLink } from './paths.js';

export interface ReadOptions {
  readonly cwd: string;
  /** Upper bound on the bytes that are read. */
  readonly limit: number;
  /** What the file is, such as `a picture`, for the message. */
  readonly what: string;
}

/** @throws StorageError; InvalidFileError for a file that is too large. */
export function readBounded(file: string, { cwd, limit, what }: ReadOptions): Uint8Array {
  return guardStorage('read', file, () => readPieces(path.resolve(cwd, file), file, limit, what));
}

/** Reads in pieces, since a pipe or a device does not report its length. */
function readPieces(target: string, file: string, limit: number, what: string): Uint8Array {
  const descriptor = fs.openSync(target, 'r');
  try {
    const pieces: Buffer[] = [];
    // The length that the file reports and, once a piece is read, the number of bytes read so far.
    let length = fs.fstatSync(descriptor).size;
    for (let read = 0; length <= limit; length = read) {
      const piece = Buffer.allocUnsafe(2 ** 16);
      const taken = fs.readSync(descriptor, piece);
      if (taken === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, taken));
      read += taken;
    }
    throw new InvalidFileError(
      `${file} is larger than ${what} may be: at most ${limit} bytes are read.`,
    );
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Reports which files were written. */
export function reportFiles(
  files: readonly string[],
  { json }: { readonly json?: boolean },
  io: Pick<Io, 'out'>,
): void {
  if (json) io.out(JSON.stringify({ files }));
  else
    io.out(files.length === 1 ? files[0]! : `${files.length} files in ${path.dirname(files[0]!)}`);
}

/** Writes a picture and creates its folder. @returns the path, as the person wrote it. */
export function writePicture(file: string, picture: Picture, io: Io): string {
  return writeBytes(file, encodePng(picture), io);
}

/** Writes a picture of all results, and shows it in the terminal. @returns the path, as the person wrote it. */
export function writeOverview(
  file: string,
  picture: Picture,
  options: { readonly json?: boolean },
  io: Io,
): string {
  showPicture(picture, options, io);
  return writePicture(file, picture, io);
}

/** Writes a text and creates its folder. @returns the path, as the person wrote it. */
export function writeText(file: string, text: string, io: Io): string {
  return writeBytes(file, new TextEncoder().encode(text), io);
}

/** Writes bytes and creates their folder. @returns the path, as the person wrote it. */
export function writeBytes(file: string, bytes: Uint8Array, io: Io): string {
  const target = path.resolve(io.cwd, file);
  makeFolderFor(path.dirname(target), file);
  writing(file, () => atomicWrite(target, bytes));
  return file;
}

/**
 * Writes a file piece by piece and creates its folder. The file appears when it is complete.
 *
 * @returns the path, as the person wrote it.
 */
export async function writePieces(
  file: string,
  pieces: AsyncIterable<Uint8Array>,
  io: Io,
): Promise<string> {
  const target = path.resolve(io.cwd, file);
  makeFolderFor(path.dirname(target), file);
  let whole: AtomicFile | undefined;
  try {
    writing(file, () => (whole = new AtomicFile(target)));
    for await (const piece of pieces) writing(file, () => whole!.write(piece));
    writing(file, () => whole!.commit());
  } finally {
    whole?.discard();
  }
  return file;
}

/**
 * Creates the folder that a command writes to.
 *
 * @param shown what is to be written, as the person wrote it.
 * @throws StorageError.
 */
export function makeFolderFor(folder: string, shown: string): void {
  refuseDeadLink(folder, shown);
  writing(shown, () => guardStorage('write', shown, () => makeFolder(folder)));
}

/** Replaces the advice for a full disk. The usual advice, to resume the run, does not apply to these commands. */
function writing(shown: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw error instanceof StorageError && isFull(error.cause) ? diskFull(shown, error) : error;
  }
}

function isFull(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function diskFull(file: string, cause: unknown): StorageError {
  return new StorageError(
    `Cannot write ${file}: the disk is full. Free some space, then run the command again.`,
    { cause },
  );
}
