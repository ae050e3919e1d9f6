/**
 * What a folder contains before a run starts there: a run that has learned something, which must not be replaced; one
 * that ended before its first step, which the next run replaces; or files that do not belong to a run.
 */
import * as path from 'node:path';
import { sortCheckpoints } from '../checkpoints/checkpoint-files.js';
import { guardStorage, temporaryName, type FileSystem } from '../disk/file-system.js';
import { readLog } from '../log/metrics-log.js';
import type { RunPaths } from '../run/run-paths.js';
import { eventFilePrefix } from '../tensorboard/tensorboard-writer.js';

/** Whether a run's folder contains anything that only training can have written. */
export function hasLearned({ metrics, checkpoints }: RunPaths, files: FileSystem): boolean {
  const { events, badLines } = readLog(metrics, files);
  if (badLines > 0 || events.some(({ type }) => type === 'step-end')) return true;
  const names = listNames(checkpoints, files);
  return (
    names.some((name) => name.startsWith('damaged-')) ||
    sortCheckpoints(names).some(({ step }) => step > 0)
  );
}

/**
 * Removes the files of a run that ended before its first step, and no others; its config stays until the new one
 * replaces it.
 */
export function clearLeftovers(
  { folder, metrics, status, checkpoints }: RunPaths,
  files: FileSystem,
): void {
  const events = listNames(folder, files).filter((name) => name.startsWith(eventFilePrefix));
  // In this order, and each checkpoint atomically: if the process is killed in between, the run starts anew.
  for (const file of [status, metrics, ...events.map((name) => path.join(folder, name))]) {
    guardStorage('write', file, () => files.remove(file));
  }
  for (const { name } of sortCheckpoints(listNames(checkpoints, files))) {
    const place = path.join(checkpoints, name);
    guardStorage('write', place, () => {
      const aside = temporaryName(place);
      files.rename(place, aside);
      files.remove(aside);
    });
  }
}

/** Files that, without a config, are not of a run that can be resumed, and may be all that is left of one. */
export function findForeignFiles(
  { folder, checkpoints }: RunPaths,
  files: FileSystem,
): readonly string[] {
  return [
    ...listNames(checkpoints, files).map((name) => `checkpoints/${name}`),
    ...listNames(folder, files).filter((name) => name === 'metrics.jsonl'),
  ];
}

function listNames(folder: string, files: FileSystem): readonly string[] {
  return folderExists(folder, files) ? files.list(folder) : [];
}

export function folderExists(folder: string, files: FileSystem): boolean {
  try {
    files.list(folder);
    return true;
  } catch {
    return false;
  }
}
