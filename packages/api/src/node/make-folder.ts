/// <reference types="node" />
/** Creates folders with their missing parents. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Creates a folder and its missing parents. The folder may exist already. Node's own recursive `mkdir` never ends below
 * /proc, where the system reports that the parent of an existing folder is missing.
 *
 * @throws the system's error, with its `code`.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let parent = path.resolve(folder);
  while (!isFolder(parent) && path.dirname(parent) !== parent) {
    missing.unshift(parent);
    parent = path.dirname(parent);
  }
  for (const one of missing) {
    try {
      fs.mkdirSync(one);
    } catch (error) {
      // Another process may have created it in the meantime.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (!isFolder(one)) throw error;
    }
  }
}

function isFolder(folder: string): boolean {
  return fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
