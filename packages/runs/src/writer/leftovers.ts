/**
 * Determines what a folder contains before a run starts there. It may be a run that has completed a step, which must
 * not be replaced, a run that ended before its first step, which the next run replaces, or files that do not belong to
 * a run.
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
 * Removes the files of a run that ended before its first step, and no others. Its config stays until the new config
 * replaces it.
 */
export function clearLeftovers(
  { folder, metrics, status, checkpoints }: RunPaths,
  files: FileSystem,
): void {
  const events = listNames(folder, files).filter((name) => name.startsWith(eventFilePrefix));
  // Remove files in this order, and each checkpoint atomically. If the process is killed in between, the folder still
  // counts as a run that ended before its first step.
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

/** Files that may be the remains of a run. Without a config, the run cannot be resumed. */
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
