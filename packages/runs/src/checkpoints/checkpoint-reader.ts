/** Reads checkpoints. Nothing is returned before every byte has been verified by the checksums in the manifest. */
import * as path from 'node:path';
import { CorruptError, NotFoundError, StorageError, isSpeilError } from '@speil/api';
import type { Checkpoint } from './checkpoint.js';
import { manifestName, readManifest, sha256, sortCheckpoints } from './checkpoint-files.js';
import { guardStorage, nodeFileSystem, systemCode, type FileSystem } from '../disk/file-system.js';

/** A checkpoint of a run, read and found sound. */
export interface LoadedCheckpoint extends Checkpoint {
  /** Path of its folder. */
  readonly folder: string;
  /** Name of its folder, such as `step-000500`. */
  readonly name: string;
  /** Whether it was the best of the run when it was written. */
  readonly best: boolean;
}

/** A checkpoint that was skipped, and what is wrong with it. */
export interface SkippedCheckpoint {
  /** Name of its folder. */
  readonly name: string;
  /** What is wrong with it, in one line. */
  readonly reason: string;
}

/** The newest sound checkpoint, and what lay before it. */
export interface FoundCheckpoint {
  /** The newest sound checkpoint; undefined if there is none. */
  readonly checkpoint: LoadedCheckpoint | undefined;
  /** Newer checkpoints that are damaged, newest first. */
  readonly skipped: readonly SkippedCheckpoint[];
}

/**
 * Reads one checkpoint and checks its checksums.
 *
 * @param folder the folder of one checkpoint.
 * @throws NotFoundError, CorruptError or InvalidFileError, which says which file is damaged and how; StorageError if a
 *   file cannot be read.
 */
export function readCheckpoint(
  folder: string,
  files: FileSystem = nodeFileSystem,
): LoadedCheckpoint {
  const read = (name: string): Uint8Array => {
    const file = path.join(folder, name);
    try {
      return guardStorage('read', file, () => files.read(file));
    } catch (error) {
      const code = isSpeilError(error) ? systemCode(error.cause) : undefined;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
      throw name === manifestName
        ? new NotFoundError(`${folder} is not a checkpoint: it has no ${manifestName}.`)
        : new CorruptError(`${folder} is damaged: ${name} is missing.`);
    }
  };
  const manifest = readManifest(read(manifestName), path.join(folder, manifestName));
  const content = Object.entries(manifest.files).map(([name, expected]) => {
    const bytes = read(name);
    if (bytes.length !== expected.bytes) {
      throw new CorruptError(
        `${folder} is damaged: ${name} should hold ${expected.bytes} bytes and holds ${bytes.length}.`,
      );
    }
    if (sha256(bytes) !== expected.sha256) {
      throw new CorruptError(`${folder} is damaged: the checksum of ${name} does not match.`);
    }
    return [name, bytes] as const;
  });
  const { step, best } = manifest;
  return {
    step,
    best,
    folder,
    name: path.basename(folder),
    files: Object.fromEntries(content),
  };
}

/**
 * The newest sound checkpoint of a run.
 *
 * @throws StorageError if a checkpoint cannot be read at the moment: it may be sound.
 * @param folder the run's `checkpoints/`. If it is missing, there is no checkpoint.
 */
export function latestCheckpoint(
  folder: string,
  files: FileSystem = nodeFileSystem,
): FoundCheckpoint {
  return firstSound(folder, () => true, files);
}

/** The newest sound checkpoint that was the best when it was written. If there is none, the newest sound checkpoint. */
export function bestCheckpoint(
  folder: string,
  files: FileSystem = nodeFileSystem,
): FoundCheckpoint {
  const best = firstSound(folder, ({ best }) => best, files);
  if (best.checkpoint !== undefined) return best;
  // The search for the best has read every checkpoint, so it knows all that are damaged.
  return { ...latestCheckpoint(folder, files), skipped: best.skipped };
}

function firstSound(
  folder: string,
  wanted: (checkpoint: LoadedCheckpoint) => boolean,
  files: FileSystem,
): FoundCheckpoint {
  const skipped: SkippedCheckpoint[] = [];
  for (const { name } of sortCheckpoints(listOrNothing(folder, files))) {
    try {
      const checkpoint = readCheckpoint(path.join(folder, name), files);
      if (wanted(checkpoint)) return { checkpoint, skipped };
    } catch (error) {
      if (!isSpeilError(error) || isPassing(error)) throw error;
      skipped.push({ name, reason: error.message });
    }
  }
  return { checkpoint: undefined, skipped };
}

/**
 * Whether a checkpoint cannot be read at the moment, for a reason that lies outside it. It may be sound, and must not be
 * passed over.
 */
function isPassing(error: Error): boolean {
  const passing = ['EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'EBUSY', 'EAGAIN', 'ENOMEM'];
  return error instanceof StorageError && passing.includes(systemCode(error.cause) ?? '');
}

function listOrNothing(folder: string, files: FileSystem): readonly string[] {
  try {
    return guardStorage('read', folder, () => files.list(folder));
  } catch (error) {
    if (isSpeilError(error) && systemCode(error.cause) === 'ENOENT') return [];
    throw error;
  }
}
