/** Paths for people. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { nearest } from '@speil/api';

/** A path as a person would type it here: relative if it is below the current folder, otherwise absolute. */
export function displayPath(target: string, cwd: string): string {
  const relative = path.relative(cwd, target);
  if (relative === '') return '.';
  return relative.startsWith('..') ? target : relative;
}

/** A path as a word of a shell's command line: quoted if it has special characters. */
export function quoteForShell(name: string): string {
  return /^[\w@%+=:,./~-]+$/u.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

/** Suggests folders for a path that does not exist: siblings with a similar name, as a person would type them. */
export function suggestFolders(name: string, cwd: string): readonly string[] {
  const parent = path.dirname(path.resolve(cwd, name));
  const prefix = name.slice(0, name.length - path.basename(name).length);
  try {
    const folders = fs
      .readdirSync(parent, { withFileTypes: true })
      .filter((one) => one.isDirectory());
    const written = path.basename(name);
    // A folder with exactly that name exists, but contains something else.
    const names = folders.map((one) => one.name).filter((one) => one !== written);
    return nearest(written, names).map((one) => `${prefix}${one}`);
  } catch {
    // The parent does not exist either, or may not be read.
    return [];
  }
}
