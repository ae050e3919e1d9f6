/**
 * A dataset in several files, the shards, whose names tell its parts: `train-00000-of-00002.parquet`, `digits-val-0001.tar`. The
 * files are in the folder or in its subfolder `data`, where Hugging Face has them.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { NotFoundError, type Split } from '@speil/api';
import { isHeldOut } from './held-out.js';
import { nameOfPart, partOf } from './parts.js';
import { toReadableError } from './records.js';

export interface Shards {
  /** Name of the dataset: the name of its folder or of its only file. */
  readonly name: string;
  readonly part: Split;
  /** The files of the part, in order. */
  readonly paths: readonly string[];
  /** Whether an example belongs to the part, by its key. In a dataset without parts a tenth is held out. */
  readonly includes: (key: string) => boolean;
}

/**
 * Lists the shards in a folder; none if it has no file with this ending. @param ending the extension, such as `.tar`.
 */
async function listFolder(folder: string, ending: string): Promise<readonly string[]> {
  for (const place of [folder, join(folder, 'data')]) {
    const entries = await readdir(place, { withFileTypes: true }).catch((error: unknown) => {
      if (place !== folder) return [];
      throw toReadableError(error, folder);
    });
    const names = entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => name.toLowerCase().endsWith(ending));
    if (names.length > 0) return names.sort().map((name) => join(place, name));
  }
  return [];
}

/** Whether a folder holds shards of this kind. */
export async function hasShards(folder: string, ending: string): Promise<boolean> {
  return (await listFolder(folder, ending)).length > 0;
}

/**
 * @param path a file, which is not divided, or a folder. In a folder with parts, other files are ignored.
 * @throws NotFoundError if there are none for the part.
 */
export async function findShards(path: string, ending: string, split: Split): Promise<Shards> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  const all = isFolder ? await listFolder(path, ending) : [path];
  const base = basename(resolve(path));
  const name = base.toLowerCase().endsWith(ending) ? base.slice(0, -ending.length) : base;
  const byPart = new Map<Split, string[]>();
  if (isFolder) {
    for (const file of all) {
      const part = partOfFile(basename(file));
      if (part !== undefined) byPart.set(part, [...(byPart.get(part) ?? []), file]);
    }
  }
  const isAlone = byPart.size === 1 && byPart.has('train');
  if (byPart.size === 0 || isAlone) {
    const part = split === 'train' ? split : 'test';
    const paths = byPart.get('train') ?? all;
    return { name, part, paths, includes: (key) => isHeldOut(key) === (part === 'test') };
  }
  const paths = nameOfPart(byPart, split);
  if (paths === undefined) {
    throw new NotFoundError(
      `${path} has no *${ending} file for ${split}. Received: ${all
        .slice(0, 3)
        .map((file) => basename(file))
        .join(', ')}. Name the files of a part ${split}-00000${ending} and so on.`,
    );
  }
  const part = split === 'validation' && !byPart.has('validation') ? 'test' : split;
  return { name, part, paths, includes: () => true };
}

/** The part that a word in a file name stands for. */
function partOfFile(name: string): Split | undefined {
  for (const word of name.split(/[^a-z]+/iu)) {
    const part = partOf(word);
    if (part !== undefined) return part;
  }
  return undefined;
}
