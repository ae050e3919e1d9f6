/// <reference types="node" />
/** Folders, made with all that is missing above them. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Makes a folder with those above it; one that is there is fine. Node's own recursive `mkdir` tries for ever below /proc,
 * where the system says that the parent of what it has just found is missing.
 *
 * @throws what the system says, with its `code`.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let place = path.resolve(folder);
  while (!isFolder(place) && path.dirname(place) !== place) {
    missing.unshift(place);
    place = path.dirname(place);
  }
  for (const one of missing) {
    try {
      fs.mkdirSync(one);
    } catch (error) {
      // Another process may have been quicker.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (!isFolder(one)) throw error;
    }
  }
}

function isFolder(place: string): boolean {
  return fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}
