/**
 * Folders in which files are made before they are renamed into a cache, so that a process that dies leaves its unfinished
 * files in one place. What dead processes left is deleted by age instead of by process number, since a cache may be shared
 * by machines and containers, which do not know each other's processes.
 */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const prefix = 'speil-making-';

/** Age in milliseconds after which nobody works in a folder any more: a compiler has two minutes. */
const abandonedAfter = 10 * 60_000;

/** Calls `work` with a new folder inside `parent`, which is deleted afterwards, and deletes abandoned ones. */
export async function inWorkingFolder<R>(
  parent: string,
  work: (folder: string) => Promise<R>,
): Promise<R> {
  await deleteAbandoned(parent);
  const folder = await mkdtemp(join(parent, prefix));
  try {
    return await work(folder);
  } finally {
    await deleteFolder(folder);
  }
}

async function deleteAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const folder = join(parent, name);
    try {
      const { mtimeMs } = await stat(folder);
      if (Date.now() - mtimeMs > abandonedAfter) await deleteFolder(folder);
    } catch {
      // Another process deleted it.
    }
  }
}

/** Failures are ignored: the folder may be another user's. */
async function deleteFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
