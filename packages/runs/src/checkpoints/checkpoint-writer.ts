/** Writes checkpoints atomically, and keeps the newest few and the best. */
import * as path from 'node:path';
import { InvalidArgumentError, fileNameSchema } from '@speil/api';
import { tryRemove } from '../disk/atomic-write.js';
import type { Checkpoint } from './checkpoint.js';
import {
  type ManifestBody,
  checkpointName,
  manifestName,
  readManifest,
  sha256,
  sortCheckpoints,
  writeManifest,
} from './checkpoint-files.js';
import { readCheckpoint } from './checkpoint-reader.js';
import {
  guardStorage,
  nodeFileSystem,
  temporaryName,
  writeNewFile,
  type FileSystem,
} from '../disk/file-system.js';

/** How a checkpoint is written. */
export interface SaveCheckpointOptions {
  /**
   * Whether this checkpoint is the best of the run so far. The newest best checkpoint is never removed. Default: false.
   */
  readonly best?: boolean;
  /** Number of newest steps that are kept. Default: 3. */
  readonly keep?: number;
  /** The file system. Default: Node's. */
  readonly files?: FileSystem;
}

/**
 * Writes a checkpoint into a new folder inside `folder`, and removes checkpoints that need not be kept. The new folder
 * gets its name only when everything in it is on the disk. Older checkpoints are not changed before that.
 *
 * @param folder the run's `checkpoints/`, created if missing.
 * @returns the name of the new folder. If the newest checkpoint of that step already has the same content, the name of
 *   its folder.
 * @throws StorageError if the disk rejects an operation. All earlier checkpoints still exist then.
 */
export function saveCheckpoint(
  folder: string,
  checkpoint: Checkpoint,
  { best = false, keep = 3, files = nodeFileSystem }: SaveCheckpointOptions = {},
): string {
  const manifest = describe(checkpoint, best);
  return guardStorage('write', folder, () => {
    files.makeFolder(folder);
    const newest = sortCheckpoints(files.list(folder)).find(({ step }) => step === checkpoint.step);
    if (newest !== undefined && holds(files, path.join(folder, newest.name), manifest)) {
      return newest.name;
    }
    const name = checkpointName(checkpoint.step, newest === undefined ? 0 : newest.revision + 1);
    const temporary = temporaryName(path.join(folder, name));
    try {
      files.makeFolder(temporary);
      for (const [file, bytes] of Object.entries(checkpoint.files)) {
        writeNewFile(files, path.join(temporary, file), bytes);
      }
      writeNewFile(files, path.join(temporary, manifestName), Buffer.from(writeManifest(manifest)));
      files.syncFolder(temporary);
      files.rename(temporary, path.join(folder, name));
    } catch (error) {
      tryRemove(files, temporary);
      throw error;
    }
    files.syncFolder(folder);
    prune(files, folder, keep);
    return name;
  });
}

/** Renames damaged checkpoints without removing them, so that a resumed run does not find them again. */
export function setAside(
  folder: string,
  names: readonly string[],
  files: FileSystem = nodeFileSystem,
): void {
  if (names.length === 0) return;
  guardStorage('write', folder, () => {
    const taken = new Set(files.list(folder));
    for (const name of names) {
      let aside = `damaged-${name}`;
      for (let n = 1; taken.has(aside); n++) aside = `damaged-${name}-${n}`;
      files.rename(path.join(folder, name), path.join(folder, aside));
    }
    files.syncFolder(folder);
  });
}

function describe({ step, files }: Checkpoint, best: boolean): ManifestBody {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new InvalidArgumentError(`step must be a whole number from 0. Received: step=${step}.`);
  }
  const sums = Object.entries(files).map(([name, bytes]) => {
    if (!fileNameSchema.safeParse(name).success || name === manifestName) {
      throw new InvalidArgumentError(
        `A checkpoint's file must have a plain name other than ${manifestName}. Received: '${name}'.`,
      );
    }
    return [name, { sha256: sha256(bytes), bytes: bytes.length }] as const;
  });
  const named = Object.fromEntries(sums);
  return { format: 'speil-checkpoint', formatVersion: 1, step, best, files: named };
}

/** Whether a sound checkpoint already has this content, and is marked as best if that is required. */
function holds(files: FileSystem, folder: string, manifest: ManifestBody): boolean {
  try {
    readCheckpoint(folder, files);
    const found = readManifest(files.read(path.join(folder, manifestName)), folder);
    return (
      writeManifest(found) === writeManifest({ ...manifest, best: manifest.best || found.best })
    );
  } catch {
    return false;
  }
}

/**
 * Removes old checkpoints, and incomplete ones that a crash left. It keeps the newest checkpoint of each of the `keep`
 * newest steps and, in addition, the newest best checkpoint.
 */
function prune(files: FileSystem, folder: string, keep: number): void {
  const names = files.list(folder);
  const checkpoints = sortCheckpoints(names);
  const kept = new Set<string>();
  const steps = new Set<number>();
  for (const { name, step } of checkpoints) {
    if (steps.has(step) || steps.size >= Math.max(1, keep)) continue;
    steps.add(step);
    kept.add(name);
  }
  const best = checkpoints.find(({ name }) => isBest(files, path.join(folder, name)));
  if (best !== undefined) kept.add(best.name);
  const dropped = checkpoints.filter(({ name }) => !kept.has(name));
  if (dropped.length > 0) {
    // Rename the folder first: a folder that is half removed must not look like a damaged checkpoint.
    for (const { name } of dropped) {
      const hidden = temporaryName(path.join(folder, name));
      files.rename(path.join(folder, name), hidden);
    }
    files.syncFolder(folder);
  }
  for (const name of files.list(folder)) {
    if (name.startsWith('.tmp-')) tryRemove(files, path.join(folder, name));
  }
}

function isBest(files: FileSystem, folder: string): boolean {
  try {
    return readManifest(files.read(path.join(folder, manifestName)), folder).best;
  } catch {
    return false;
  }
}
