/**
 * Copies a packed model to a folder, which appears as a whole or not at all. If the model is an npm package, so is the
 * copy: `npm install DIR` works with both.
 */
import * as path from 'node:path';
import { refuseFull, writeFolder } from '../../files/replace-files.js';
import type { Io } from '../../io/io.js';
import { sizesOf, type CheckedPackage, type Pushed, type PushOptions } from './checked-package.js';
import { readManifest, readNpmExtras } from './npm-extras.js';

/** @throws StorageError for a folder that exists and has files, or cannot be written. */
export function pushToFolder(
  { folder, files }: CheckedPackage,
  { to, dryRun }: PushOptions,
  io: Io,
): Pushed {
  const target = path.resolve(io.cwd, to);
  const manifest = readManifest(folder);
  const all = { ...(manifest && readNpmExtras(folder, manifest)), ...files };
  if (dryRun) refuseFull(target, to);
  else writeFolder(target, to, all);
  return { place: to, files: sizesOf(all) };
}
