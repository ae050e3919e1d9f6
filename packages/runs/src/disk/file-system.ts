/**
 * The file operations with which a run is written, as an interface, so that a test can fail or stop at each of them.
 * They are synchronous: the trainer's main thread does nothing else, and a crash must preserve the order of writes.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { StorageError } from '@speil/api';
import { makeFolder } from '@speil/api/node';

/** The operations on files that a run is written with. */
export interface FileSystem {
  /** `wx` creates a file and fails if it exists; `a` appends. @returns a file descriptor. */
  open(file: string, flags: 'wx' | 'a'): number;
  /**
   * Writes bytes at the file's end.
   *
   * @returns the number of bytes written, which may be fewer than were given.
   */
  write(descriptor: number, bytes: Uint8Array): number;
  /** Makes what was written durable. */
  sync(descriptor: number): void;
  /** Closes a file. */
  close(descriptor: number): void;
  /** Replaces `to`. */
  rename(from: string, to: string): void;
  /** Adds a second name to a file; fails if `to` exists. */
  link(from: string, to: string): void;
  /** Makes the names in a folder durable. */
  syncFolder(folder: string): void;
  /** Creates a folder with its parents; it may exist already. */
  makeFolder(folder: string): void;
  /** Removes a file, or a folder with its content; it need not exist. */
  remove(target: string): void;
  /** Reads a whole file. */
  read(file: string): Uint8Array;
  /** Lists the names in a folder. */
  list(folder: string): readonly string[];
}

export const nodeFileSystem: FileSystem = {
  open: (file, flags) => fs.openSync(file, flags, 0o644),
  write: (descriptor, bytes) => fs.writeSync(descriptor, bytes),
  sync: (descriptor) => fs.fsyncSync(descriptor),
  close: (descriptor) => fs.closeSync(descriptor),
  rename: (from, to) => fs.renameSync(from, to),
  link: (from, to) => fs.linkSync(from, to),
  syncFolder(folder) {
    // Windows cannot open a folder; its file system journals names by itself.
    if (process.platform === 'win32') return;
    const descriptor = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  },
  makeFolder,
  remove: (target) => fs.rmSync(target, { recursive: true, force: true }),
  read: (file) => fs.readFileSync(file),
  list: (folder) => fs.readdirSync(folder),
};

/** The `code` of a system error, such as `ENOENT`, or undefined for any other value. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const advice: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space, then resume the run',
  EDQUOT: 'your disk quota is used up. Free some space, then resume the run',
  EACCES: 'permission denied. Choose a folder that you may write',
  EPERM: 'permission denied. Choose a folder that you may write',
  EROFS: 'the disk is read-only. Choose a folder that you may write',
  EIO: 'the disk reported an input/output error. Check the disk',
  EMFILE: 'too many files are open. Raise the limit with ulimit -n',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  EISDIR: 'a folder is in the way',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'no file or folder can be made there. Choose another place',
};

/** Hints for errors in reading, which need different advice. */
const readAdvice: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
};

/**
 * Runs file operations, and converts a system error to a `StorageError` that names the path and says what to do.
 *
 * @param target the path that the user knows.
 */
export function guardStorage<T>(verb: 'write' | 'read', target: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || !/^E(?!RR_)[A-Z]/u.test(code)) throw error;
    const reason =
      (verb === 'read' ? readAdvice[code] : undefined) ??
      advice[code] ??
      `the system answered ${code}`;
    throw new StorageError(`Cannot ${verb} ${target}: ${reason}.`, { cause: error });
  }
}

/** Writes all of `bytes`, however few bytes the system accepts at a time. */
export function writeFully(files: FileSystem, descriptor: number, bytes: Uint8Array): void {
  let offset = 0;
  while (offset < bytes.length) {
    const taken = files.write(descriptor, bytes.subarray(offset));
    if (taken <= 0) {
      throw new StorageError(`The system took ${offset} of ${bytes.length} bytes, then no more.`);
    }
    offset += taken;
  }
}

/** Writes a new file and makes its content durable; its name becomes durable when the folder is synced. */
export function writeNewFile(files: FileSystem, file: string, bytes: Uint8Array): void {
  const descriptor = files.open(file, 'wx');
  try {
    writeFully(files, descriptor, bytes);
    files.sync(descriptor);
  } finally {
    files.close(descriptor);
  }
}

let temporaries = 0;

/** A hidden name beside `target` that no other process uses. */
export function temporaryName(target: string): string {
  temporaries += 1;
  return path.join(
    path.dirname(target),
    `.tmp-${path.basename(target)}-${process.pid}-${temporaries}`,
  );
}
