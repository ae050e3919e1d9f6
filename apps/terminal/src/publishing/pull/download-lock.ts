/**
 * One pull at a time writes to a folder of the cache. Another pull of the same model waits for it, and then finds the
 * files there: it downloads what is still missing. The lock of a process that ended is taken over.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSpeilError, LockedError } from '@speil/api';
import { acquireLock, type Lock } from '@speil/runs';
import type { Io } from '../../io/io.js';

/** Milliseconds without a new byte after which another pull is no longer waited for. */
const usualPatience = 60_000;

const pause = 100;

/**
 * Calls `use` while no other pull has the folder.
 *
 * @param folder a folder of the cache; the lock lies beside it. @param id the model, for messages.
 * @throws LockedError if another pull holds the folder and receives nothing; what `use` throws.
 */
export async function withDownloadLock<R>(
  folder: string,
  id: string,
  io: Pick<Io, 'progress'>,
  use: () => Promise<R>,
  patience = usualPatience,
): Promise<R> {
  const lock = await waitForLock(folder, id, io, patience);
  try {
    return await use();
  } finally {
    lock.release();
  }
}

async function waitForLock(
  folder: string,
  id: string,
  io: Pick<Io, 'progress'>,
  patience: number,
): Promise<Lock> {
  const file = `${folder}.lock`;
  let received = bytesIn(folder);
  let waited = 0;
  for (;;) {
    try {
      return acquireLock(file);
    } catch (error) {
      if (!isSpeilError(error) || error.code !== 'locked') throw error;
      if (waited >= patience) {
        throw new LockedError(
          `Another pull of ${id} has received nothing for ${Math.round(patience / 1000)} seconds. If none runs, delete ${file} and run the command again.`,
          { cause: error },
        );
      }
    }
    io.progress.update(`waiting for another pull of ${id}`);
    await sleep(pause);
    const now = bytesIn(folder);
    waited = now === received ? waited + pause : 0;
    received = now;
  }
}

/** Bytes of all files below a folder, which may change meanwhile. */
function bytesIn(folder: string): number {
  let sum = 0;
  try {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      sum +=
        fs.statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
    }
  } catch {
    // The folder was removed: the other pull begins again, or gave up.
  }
  return sum;
}
