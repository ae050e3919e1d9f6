/**
 * Ensures that a run has only one writer. The lock is a file that names the process that holds it. The file is a hard
 * link to a finished file, so it appears together with its content. The lock of an ended process is replaced under a
 * second lock that is named after it, so that exactly one of many processes takes it over.
 */
import { randomUUID } from 'node:crypto';
import * as os from 'node:os';
import * as path from 'node:path';
import { LockedError, parseJson, runLockSchema } from '@speil/api';
import type { RunLock } from '@speil/api';
import { tryRemove } from '../disk/atomic-write.js';
import {
  guardStorage,
  nodeFileSystem,
  systemCode,
  temporaryName,
  writeNewFile,
  type FileSystem,
} from '../disk/file-system.js';
import { isAlive, startTimeOf } from './processes.js';

/** A lock that this process holds. */
export interface Lock {
  /** Releases the lock; calling it twice is harmless. */
  release(): void;
}

/**
 * Takes the lock, or throws at once if that is not possible.
 *
 * @param file the lock's path, in a folder that exists.
 * @throws LockedError that names the process that holds the lock.
 * @throws StorageError if the folder cannot be written.
 */
export function acquireLock(file: string, files: FileSystem = nodeFileSystem): Lock {
  return guardStorage('write', file, () => {
    const started = startTimeOf(process.pid);
    const mine: RunLock = {
      pid: process.pid,
      host: os.hostname(),
      ...(started === undefined ? {} : { started }),
      token: randomUUID(),
    };
    const prepared = temporaryName(file);
    try {
      writeNewFile(files, prepared, Buffer.from(`${JSON.stringify(mine)}\n`));
      if (!tryLink(files, prepared, file)) takeOver(file, prepared, files);
    } finally {
      tryRemove(files, prepared);
    }
    return { release: () => release(file, mine.token, files) };
  });
}

function takeOver(file: string, prepared: string, files: FileSystem): void {
  const holder = readHolder(file, files);
  if (holder !== undefined) {
    refuseIfHeld(file, holder);
    const turn = acquireLock(`${file}-${holder.token.slice(0, 8)}`, files);
    try {
      // Only the process that holds the second lock may replace this lock, and it may replace no other lock.
      if (readHolder(file, files)?.token === holder.token) return files.rename(prepared, file);
    } finally {
      turn.release();
    }
  }
  // The lock was released or taken over in the meantime.
  if (!tryLink(files, prepared, file)) {
    throw new LockedError(`${path.dirname(file)} was just taken by another process.`);
  }
}

function refuseIfHeld(file: string, { pid, host, started }: RunLock): void {
  const run = path.dirname(file);
  if (host !== os.hostname()) {
    throw new LockedError(
      `${run} is being written by process ${pid} on ${host}. If that process has ended, delete ${file}.`,
    );
  }
  const sameProcess = started === undefined || startTimeOf(pid) === started;
  if (isAlive(pid) && sameProcess) {
    throw new LockedError(
      `${run} is being written by process ${pid}. Watch it with speil watch, or end it with speil stop.`,
    );
  }
}

/** @returns undefined if there is no lock. @throws LockedError for one that cannot be read. */
function readHolder(file: string, files: FileSystem): RunLock | undefined {
  let text: string;
  try {
    text = Buffer.from(files.read(file)).toString('utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return parseJson(runLockSchema, text, file);
  } catch (error) {
    throw new LockedError(
      `${file} does not say who holds it. If nothing trains there, delete it.`,
      { cause: error },
    );
  }
}

function tryLink(files: FileSystem, from: string, to: string): boolean {
  try {
    files.link(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function release(file: string, token: string, files: FileSystem): void {
  try {
    if (readHolder(file, files)?.token === token) files.remove(file);
  } catch {
    return;
  }
}
