/**
 * Replaces a file atomically: at any moment, and after any crash, a reader sees either the old content or the new
 * content.
 */
import * as path from 'node:path';
import {
  guardStorage,
  nodeFileSystem,
  temporaryName,
  writeFully,
  type FileSystem,
} from './file-system.js';

/**
 * Writes a temporary file beside the target, syncs it, renames it over the target and syncs the folder.
 *
 * @param file its folder must exist.
 * @param content text is written as UTF-8.
 * @throws StorageError if the disk is full or rejects an operation. The file then has its old content.
 */
export function atomicWrite(
  file: string,
  content: Uint8Array | string,
  files: FileSystem = nodeFileSystem,
): void {
  const whole = new AtomicFile(file, files);
  try {
    whole.write(content);
    whole.commit();
  } catch (error) {
    whole.discard();
    throw error;
  }
}

/** A file that is written in pieces and appears only when it is complete. */
export class AtomicFile {
  readonly #file: string;
  readonly #temporary: string;
  readonly #files: FileSystem;
  #descriptor: number | undefined;

  /** @param file its folder must exist. @throws StorageError as `write` and `commit` do. */
  constructor(file: string, files: FileSystem = nodeFileSystem) {
    this.#file = file;
    this.#files = files;
    this.#temporary = temporaryName(file);
    this.#descriptor = this.#guarded(() => files.open(this.#temporary, 'wx'));
  }

  /** Adds to what `commit` will put in the file's place. */
  write(content: Uint8Array | string): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    this.#guarded(() => writeFully(this.#files, this.#descriptor!, bytes));
  }

  /** Replaces the file with what was written, and makes this durable. */
  commit(): void {
    this.#guarded(() => {
      this.#files.sync(this.#descriptor!);
      this.#close();
      this.#files.rename(this.#temporary, this.#file);
      this.#files.syncFolder(path.dirname(this.#file));
    });
  }

  /** Discards what was written and leaves the file unchanged. After `commit` this does nothing. */
  discard(): void {
    this.#close();
    tryRemove(this.#files, this.#temporary);
  }

  #close(): void {
    if (this.#descriptor !== undefined) this.#files.close(this.#descriptor);
    this.#descriptor = undefined;
  }

  #guarded<T>(work: () => T): T {
    return guardStorage('write', this.#file, work);
  }
}

/** Cleans up after a failure, ignoring further errors, so that the caller gets the first one. */
export function tryRemove(files: FileSystem, target: string): void {
  try {
    files.remove(target);
  } catch {
    return;
  }
}
