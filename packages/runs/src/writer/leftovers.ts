/**
 * What lies in a folder before a run begins there: a run that has learned something, which nothing may take the place of;
 * one that came to nothing before its first step, which the next run replaces; or files that are no run's.
 */
import * as path from 'node:path';
import { sortCheckpoints } from '../checkpoints/checkpoint-files.js';
import { guardStorage, temporaryName, type FileSystem } from '../disk/file-system.js';
import { readLog } from '../log/metrics-log.js';
import type { RunPaths } from '../run/run-paths.js';
import { eventFilePrefix } from '../tensorboard/tensorboard-writer.js';

/** Whether a run's folder holds anything that only training can have made. */
export function hasLearned({ metrics, checkpoints }: RunPaths, files: FileSystem): boolean {
  const { events, badLines } = readLog(metrics, files);
  if (badLines > 0 || events.some(({ type }) => type === 'step-end')) return true;
  const names = listed(checkpoints, files);
  return (
    names.some((name) => name.startsWith('damaged-')) ||
    sortCheckpoints(names).some(({ step }) => step > 0)
  );
}

/**
 * Removes what a run that came to nothing has left, and nobody else's files; its config stays until the new one replaces
 * it.
 */
export function clearLeftovers(
  { folder, metrics, status, checkpoints }: RunPaths,
  files: FileSystem,
): void {
  const events = listed(folder, files).filter((name) => name.startsWith(eventFilePrefix));
  // In this order, and a checkpoint whole or not at all: a kill between two leaves a run that starts anew.
  for (const file of [status, metrics, ...events.map((name) => path.join(folder, name))]) {
    guardStorage('write', file, () => files.remove(file));
  }
  for (const { name } of sortCheckpoints(listed(checkpoints, files))) {
    const place = path.join(checkpoints, name);
    guardStorage('write', place, () => {
      const aside = temporaryName(place);
      files.rename(place, aside);
      files.remove(aside);
    });
  }
}

/** Files that, without a config, are no run's that can be resumed, and may be all that somebody has left of one. */
export function strangersIn(
  { folder, checkpoints }: RunPaths,
  files: FileSystem,
): readonly string[] {
  return [
    ...listed(checkpoints, files).map((name) => `checkpoints/${name}`),
    ...listed(folder, files).filter((name) => name === 'metrics.jsonl'),
  ];
}

function listed(folder: string, files: FileSystem): readonly string[] {
  return isThere(folder, files) ? files.list(folder) : [];
}

export function isThere(folder: string, files: FileSystem): boolean {
  try {
    files.list(folder);
    return true;
  } catch {
    return false;
  }
}
