/** Paths for people. */
import * as path from 'node:path';

/** A path as one would type it here: relative below the current folder, else in full. */
export function shownPath(target: string, cwd: string): string {
  const relative = path.relative(cwd, target);
  if (relative === '') return '.';
  return relative.startsWith('..') ? target : relative;
}

/** A path as a word of a shell's command line: quoted where it holds more than plain characters. */
export function typed(name: string): string {
  return /^[\w@%+=:,./~-]+$/u.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
