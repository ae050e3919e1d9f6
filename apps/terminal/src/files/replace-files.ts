/** Writes several files of a folder together: all are complete before the first replaces an old one. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isSpeilError, StorageError } from '@speil/api';
import { guardStorage } from '@speil/runs';
import { makeFolderFor } from './files.js';

/**
 * A folder in the paths of the files, such as `examples` in `examples/a.mid`, replaces the old folder as a whole.
 *
 * @param folder an absolute path. @param shown the folder as the person wrote it. @throws StorageError.
 */
export function replaceFiles(
  folder: string,
  shown: string,
  files: Readonly<Record<string, Uint8Array>>,
): void {
  makeFolderFor(folder, shown);
  guardStorage('write', shown, () => replaceAll(folder, files));
}

function replaceAll(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  // The draft is in the folder itself, so that a rename never has to cross to another disk.
  withDraft(path.join(folder, '.speil-'), files, (draft) => {
    for (const entry of fs.readdirSync(draft)) {
      const [from, to] = [path.join(draft, entry), path.join(folder, entry)];
      // A rename replaces a file, but not a folder with files: the old one is first moved aside.
      const old = path.join(draft, `old-${entry}`);
      const isFolder = fs.statSync(from).isDirectory();
      if (isFolder && fs.existsSync(to)) fs.renameSync(to, old);
      fs.renameSync(from, to);
    }
  });
}

/**
 * Writes a new folder, which appears as a whole or not at all.
 *
 * @param folder an absolute path. @param shown the folder as the person wrote it.
 * @throws StorageError, also for a folder that exists and has files.
 */
export function writeFolder(
  folder: string,
  shown: string,
  files: Readonly<Record<string, Uint8Array>>,
): void {
  refuseFull(folder, shown);
  makeFolderFor(path.dirname(folder), shown);
  guardStorage('write', shown, () => {
    const prefix = path.join(path.dirname(folder), `.${path.basename(folder)}-`);
    withDraft(prefix, files, (draft) => {
      fs.chmodSync(draft, 0o755);
      // Only an empty folder is removed, whatever has arrived in it meanwhile.
      if (fs.existsSync(folder)) fs.rmdirSync(folder);
      fs.renameSync(draft, folder);
    });
  });
}

/**
 * As `writeFolder`, but accepts a folder that another process has just written with exactly these files.
 *
 * @throws StorageError for a folder with anything else.
 */
export function writeSameFolder(
  folder: string,
  shown: string,
  files: Readonly<Record<string, Uint8Array>>,
): void {
  try {
    writeFolder(folder, shown, files);
  } catch (error) {
    if (!isSpeilError(error) || !holds(folder, files)) throw error;
  }
}

/** Whether a folder has these files and no other. */
function holds(folder: string, files: Readonly<Record<string, Uint8Array>>): boolean {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true });
    const found = entries.filter((entry) => !entry.isDirectory());
    return (
      found.length === Object.keys(files).length &&
      Object.entries(files).every(([name, bytes]) =>
        fs.readFileSync(path.join(folder, name)).equals(bytes),
      )
    );
  } catch {
    return false;
  }
}

/** @throws StorageError for a folder that exists and has files, or a file. */
export function refuseFull(folder: string, shown: string): void {
  const entries = guardStorage('read', shown, () =>
    fs.existsSync(folder) ? fs.readdirSync(folder).length : 0,
  );
  if (entries === 0) return;
  throw new StorageError(`${shown} must be a new or an empty folder. Received: one with files.`);
}

/**
 * Writes the files to a folder of their own first, so that a full disk leaves everything unchanged.
 *
 * @param prefix the path of that folder, which gets a random ending.
 */
function withDraft(
  prefix: string,
  files: Readonly<Record<string, Uint8Array>>,
  use: (draft: string) => void,
): void {
  const draft = fs.mkdtempSync(prefix);
  try {
    for (const [name, bytes] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(draft, name)), { recursive: true });
      fs.writeFileSync(path.join(draft, name), bytes);
    }
    use(draft);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}
