/**
 * The path of a run's control socket. It is in a private folder inside the system's temporary folder. It is never in
 * the run folder, because programs that open every file there (tbparse, backups) would fail on a socket. The name is
 * derived from the run folder, so that the next trainer finds and replaces the socket of a dead trainer.
 *
 * The folder is not `XDG_RUNTIME_DIR`, which is removed with the login session, while a training continues.
 */
import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { systemCode } from '../disk/file-system.js';

/** Maximum length of the path. `sun_path` has 104 bytes on macOS and 108 on Linux, including the final zero. */
const longestPath = 103;

export interface SocketPlace {
  readonly path: string;
  /** Removes the socket and its folder. */
  readonly remove: () => void;
}

/**
 * The paths to try, in order. The caller holds the run's lock.
 *
 * @param temporary the system's temporary folder.
 */
export function socketPlaces(
  runFolder: string,
  temporary: string = os.tmpdir(),
): readonly (() => SocketPlace)[] {
  if (process.platform === 'win32') return [() => pipe(runFolder)];
  // The path of the temporary folder may itself be too long.
  return [...new Set([temporary, '/tmp'])].flatMap((folder) => [
    () => inOwnFolder(runFolder, folder),
    () => inNewFolder(folder),
  ]);
}

/** A pipe on Windows disappears with its process, so its name may be new each time. */
function pipe(runFolder: string): SocketPlace {
  const name = path
    .basename(runFolder)
    .replace(/[^A-Za-z0-9._-]/gu, '_')
    .slice(-64);
  return { path: `\\\\.\\pipe\\speil-${name}-${randomUUID()}`, remove: () => undefined };
}

/** One folder for all runs of this user. */
function inOwnFolder(runFolder: string, temporary: string): SocketPlace {
  const user = process.getuid?.() ?? 0;
  const folder = path.join(temporary, `speil-${user}`);
  const file = path.join(folder, `${nameOf(runFolder)}.sock`);
  refuseLong(file);
  makePrivate(folder, user);
  const remove = (): void => fs.rmSync(file, { force: true });
  // Only the process that holds the run's lock runs this code, so a socket of that name belongs to a dead trainer.
  remove();
  return { path: file, remove };
}

/** A separate folder, for the case that another user owns the common folder. */
function inNewFolder(temporary: string): SocketPlace {
  refuseLong(path.join(temporary, 'speil-XXXXXX', 'control.sock'));
  const folder = fs.mkdtempSync(path.join(temporary, 'speil-'));
  return {
    path: path.join(folder, 'control.sock'),
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

/** A string that identifies the run folder on this machine: it is the same for every path to that folder. */
function nameOf(runFolder: string): string {
  const { dev, ino } = fs.statSync(runFolder, { bigint: true });
  return createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16);
}

/**
 * @throws Error if the folder belongs to another user or is open to other users, who could listen in place of the
 *   trainer.
 */
function makePrivate(folder: string, user: number): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  const found = fs.lstatSync(folder);
  if (!found.isDirectory() || found.uid !== user || (found.mode & 0o077) !== 0) {
    throw new Error(`${folder} is not a private folder of this user`);
  }
}

function refuseLong(file: string): void {
  if (Buffer.byteLength(file) <= longestPath) return;
  throw new Error(`${file} is too long for the address of a socket`);
}
