/** Copies a packed model to a folder, which appears as a whole or not at all. */
import * as path from 'node:path';
import { refuseFull, writeFolder } from '../../files/replace-files.js';
import type { Io } from '../../io/io.js';
import type { CheckedPackage, PushOptions } from './checked-package.js';

/** @throws StorageError for a folder that exists and has files, or cannot be written. */
export function pushToFolder(
  { files }: CheckedPackage,
  { to, dryRun }: PushOptions,
  io: Io,
): string {
  const target = path.resolve(io.cwd, to);
  if (dryRun) refuseFull(target, to);
  else writeFolder(target, to, files);
  return to;
}
