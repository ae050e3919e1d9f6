/**
 * Replaces a file as a whole: whoever reads it, at any moment and after any crash, sees the old content or the new one.
 */
import * as path from 'node:path';
import {
  guardStorage,
  nodeFileSystem,
  temporaryName,
  writeNewFile,
  type FileSystem,
} from './file-system.js';

/**
 * Writes a temporary file beside the target, syncs it, renames it over the target and syncs the folder.
 *
 * @param file its folder must exist.
 * @param content text is written as UTF-8.
 * @throws StorageError when the disk is full or refuses; the old content is still there.
 */
export function atomicWrite(
  file: string,
  content: Uint8Array | string,
  files: FileSystem = nodeFileSystem,
): void {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const temporary = temporaryName(file);
  guardStorage('write', file, () => {
    try {
      writeNewFile(files, temporary, bytes);
      files.rename(temporary, file);
    } catch (error) {
      tryRemove(files, temporary);
      throw error;
    }
    files.syncFolder(path.dirname(file));
  });
}

/** Clears up after a failure; the failure itself is what the caller must hear of. */
export function tryRemove(files: FileSystem, target: string): void {
  try {
    files.remove(target);
  } catch {
    return;
  }
}
