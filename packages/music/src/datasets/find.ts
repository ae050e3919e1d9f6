/**
 * Finds the file of a named dataset of notes. It searches the requested folder, `SPEIL_DATA`, the user's cache and the
 * system's packages. In each of them it looks into a subfolder with the dataset's name first, then into the folder
 * itself.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '@speil/api';
import { dataFolders, type DataFoldersOptions } from '@speil/core/node';
import type { NamedNotes } from './catalogue.js';

export type FindNotesOptions = DataFoldersOptions;

/**
 * Finds the file of a collection of notes on this machine.
 *
 * @returns the path of the dataset's file; undefined if it is not on this machine.
 */
export async function locateNotes(
  { files, folders }: NamedNotes,
  { dir, env = process.env }: FindNotesOptions = {},
): Promise<string | undefined> {
  for (const base of dataFolders({ dir, env })) {
    for (const folder of [...folders.map((inner) => join(base, inner)), base]) {
      for (const file of files) {
        const path = join(folder, file);
        if (await exists(path)) return path;
      }
    }
  }
  return undefined;
}

/** @returns the path of the dataset's file. @throws NotFoundError if it is not on this machine. */
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
  const searched = dataFolders({ dir, env }).join(', ');
  throw new NotFoundError(`Dataset ${name} was not found in ${searched}. ${how}`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
