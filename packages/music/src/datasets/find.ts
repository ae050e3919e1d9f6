/**
 * Where a named dataset of notes lies: the folder that was asked for, `SPEIL_DATA`, the user's cache, the system's packages; in
 * each, a subfolder of the dataset's name and the folder itself.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '@speil/api';
import { dataFolders, type DataFoldersOptions } from '@speil/core/node';
import type { NamedNotes } from './catalogue.js';

export type FindNotesOptions = DataFoldersOptions;

/** @returns the path of the dataset's file; undefined where it is not on this machine. */
export async function locateNotes(
  { files, folders }: NamedNotes,
  { dir, env = process.env }: FindNotesOptions = {},
): Promise<string | undefined> {
  for (const place of dataFolders({ dir, env })) {
    for (const folder of [...folders.map((inner) => join(place, inner)), place]) {
      for (const file of files) {
        const path = join(folder, file);
        if (await isThere(path)) return path;
      }
    }
  }
  return undefined;
}

/** @returns the path of the dataset's file. @throws NotFoundError where it is not on this machine. */
export async function findNotes(
  dataset: NamedNotes,
  options: FindNotesOptions = {},
): Promise<string> {
  const path = await locateNotes(dataset, options);
  if (path !== undefined) return path;
  const { name, files, download } = dataset;
  const { dir, env = process.env } = options;
  const how =
    download === undefined
      ? `Put ${files[0]} into one of them.`
      : `Run: speil data fetch ${name}, or put ${files[0]} into one of them.`;
  const places = dataFolders({ dir, env }).join(', ');
  throw new NotFoundError(`Dataset ${name} was not found in ${places}. ${how}`);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
