/**
 * Where a named dataset of notes lies: the folder that was asked for, then `SPEIL_DATA`; in each, a subfolder of the
 * dataset's name and the folder itself.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '@speil/api';
import type { NamedNotes } from './catalogue.js';

export interface FindNotesOptions {
  /** Looked into first. */
  readonly dataDir?: string;
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** @returns the path of the dataset's file. @throws NotFoundError where it is not on this machine. */
export async function findNotes(
  { name, files, folders }: NamedNotes,
  { dataDir, env = process.env }: FindNotesOptions = {},
): Promise<string> {
  const places = [dataDir, env['SPEIL_DATA']].filter((place) => place !== undefined);
  for (const place of places) {
    for (const folder of [...folders.map((inner) => join(place, inner)), place]) {
      for (const file of files) {
        const path = join(folder, file);
        if (await isThere(path)) return path;
      }
    }
  }
  throw new NotFoundError(
    `Dataset ${name} was not found in ${places.join(', ') || 'any folder: none was named'}. Put ${files[0]} into one and name it with dataDir or SPEIL_DATA.`,
  );
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
