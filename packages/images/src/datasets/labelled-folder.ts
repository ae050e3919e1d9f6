/** Reads a folder of pictures with a table of their labels (label-table.ts), in the folder or in each part's folder. */
import { readdir } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { InvalidFileError, type Split } from '@speil/api';
import { findClasses, listPictures, type PictureFile, type PictureFiles } from './folder-files.js';
import { findTable, readTable, type LabelTable } from './label-table.js';
import { findParts } from './parts.js';

/** Whether a folder has a table, or a folder of one of its parts has one. */
export async function hasTable(folder: string): Promise<boolean> {
  return (await tablesOf(folder)).length > 0;
}

/**
 * Like `listPictures`, with the labels of the tables instead of the names of subfolders. Pictures without a row are left out.
 *
 * @throws what `listPictures` throws; InvalidFileError for a table that names none of the pictures.
 */
export async function listLabelled(folder: string, part: Split): Promise<PictureFiles> {
  const found = await listPictures(folder, part);
  const places = await tablesOf(folder);
  const tables = await Promise.all(
    places.map(async ({ root, path }) => ({ root, table: await readTable(path) })),
  );
  const labelOf = createLookup(found.all, tables);
  const label = (files: readonly PictureFile[]): readonly PictureFile[] =>
    files.flatMap((file) => {
      const text = labelOf.get(file.path);
      return text === undefined ? [] : [{ ...file, label: text === '' ? undefined : text }];
    });
  const [files, all] = [label(found.files), label(found.all)];
  if (files.length === 0) {
    const [{ path } = { path: folder }] = places;
    const [first = 'nothing'] = tables[0]?.table.labels.keys() ?? [];
    throw new InvalidFileError(
      `${path} must name the pictures beside it, such as ${relative(folder, found.files[0]!.path)}. Received: ${first}.`,
    );
  }
  const names = findClasses(files, all).classNames;
  const { name, column } = tables[0]!.table;
  const without = found.all.length - all.length;
  const remarks = [
    ...(column === undefined || names === undefined
      ? [`${name} has no column of at most 256 labels`]
      : [`labels from ${column} in ${name}`]),
    ...(without > 0 ? [`${without} without a row left out`] : []),
    ...(found.remark === undefined ? [] : [found.remark]),
  ];
  return {
    part: found.part,
    files,
    all,
    ...(names && { classNames: [...names].sort(compareLabels) }),
    remark: remarks.join('; '),
  };
}

/** Numbers by their value, before names. */
function compareLabels(a: string, b: string): number {
  const [isA, isB] = [a, b].map((label) => /^\d{1,15}$/u.test(label));
  if (isA && isB) return Number(a) - Number(b);
  if (isA !== isB) return isA ? -1 : 1;
  return a < b ? -1 : 1;
}

interface Place {
  /** The folder that the names in the table start from. */
  readonly root: string;
  readonly path: string;
}

async function tablesOf(folder: string): Promise<readonly Place[]> {
  const entries = await readdir(folder).catch((): readonly string[] => []);
  const roots = [folder, ...[...findParts(entries).values()].map((name) => join(folder, name))];
  const found = await Promise.all(
    roots.map(async (root) => ({ root, path: await findTable(root) })),
  );
  return found.filter((place): place is Place => place.path !== undefined);
}

interface RootedTable {
  readonly root: string;
  readonly table: LabelTable;
}

/**
 * Finds the label of each picture. A row names a picture by its path relative to the table, or by its file name if no
 * other picture has this name.
 */
function createLookup(
  files: readonly PictureFile[],
  tables: readonly RootedTable[],
): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    counts.set(basename(path), (counts.get(basename(path)) ?? 0) + 1);
  }
  const found = new Map<string, string>();
  for (const { path } of files) {
    for (const { root, table } of tables) {
      const name = relative(root, path).split(sep).join('/');
      const label =
        table.labels.get(name) ??
        (counts.get(basename(path)) === 1 ? table.labels.get(basename(path)) : undefined);
      if (label !== undefined) found.set(path, label);
    }
  }
  return found;
}
