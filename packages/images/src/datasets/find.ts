/**
 * Finds a named dataset on this machine. It searches the requested folder, `SPEIL_DATA`, the user's cache and the
 * system's packages, in this order. In each of them it looks into a subfolder with the dataset's name first, then into
 * the folder itself.
 */
import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataFolders, type DataFoldersOptions } from '@speil/core/node';
import { folder as fashionFolder } from '@speil/data-fashion-mnist-10k';
import { folder as digitsFolder } from '@speil/data-mnist-10k';
import {
  idxParts,
  namedDatasets,
  type CifarDataset,
  type IdxDataset,
  type IdxPart,
  type NamedDataset,
} from './catalogue.js';
import { cifarFiles } from './cifar-files.js';
import { readIdx } from './idx.js';

/** Where datasets are looked for. */
export type FindOptions = DataFoldersOptions;

/** Folders of the datasets that are installed with Speil. */
const embeddedFolders: Readonly<Record<string, URL>> = {
  'mnist-10k': digitsFolder,
  'fashion-mnist-10k': fashionFolder,
};

/** Paths of the four files, by part. */
export type FoundFiles = Readonly<Record<IdxPart, string>>;

const suffixes: Record<IdxPart, string> = {
  'train-images': 'idx3-ubyte',
  'train-labels': 'idx1-ubyte',
  't10k-images': 'idx3-ubyte',
  't10k-labels': 'idx1-ubyte',
};

/**
 * Finds the folder of a named dataset on this machine.
 *
 * @returns the folder of a dataset; undefined if the dataset is not on this machine or is generated.
 */
export async function findDatasetFolder(
  dataset: NamedDataset,
  options: FindOptions = {},
): Promise<string | undefined> {
  if (dataset.format === 'generated') return undefined;
  if (dataset.format === 'cifar') return findCifar(dataset, options);
  const files = await findDataset(dataset, options);
  return files && dirname(files['train-images']);
}

/** @returns the folder with the six files, or undefined if the dataset is not on this machine. */
export async function findCifar(
  { name }: CifarDataset,
  options: FindOptions = {},
): Promise<string | undefined> {
  for (const place of dataFolders(options)) {
    for (const folder of [join(place, name), join(place, 'cifar-10-batches-bin'), place]) {
      const there = await Promise.all(cifarFiles.map((file) => findFirst([file], folder)));
      if (!there.includes(undefined)) return folder;
    }
  }
  return undefined;
}

/** @returns the four files, or undefined if the dataset is not on this machine. */
export async function findDataset(
  dataset: IdxDataset,
  options: FindOptions = {},
): Promise<FoundFiles | undefined> {
  if (dataset.embedded === true) {
    return findIdxFiles(fileURLToPath(embeddedFolders[dataset.name]!), dataset.prefix);
  }
  for (const place of dataFolders(options)) {
    for (const folder of [join(place, dataset.name), place]) {
      const files = await findIdxFiles(folder, dataset.prefix);
      if (files !== undefined && !(await belongsToAnother(files, dataset, folder))) return files;
    }
  }
  return undefined;
}

/** The four files of a folder, gzipped or plain; undefined if one is missing. */
export async function findIdxFiles(
  folder: string,
  prefix: string,
): Promise<FoundFiles | undefined> {
  const found: Partial<Record<IdxPart, string>> = {};
  for (const part of idxParts) {
    const [split, kind] = part.split('-') as [string, string];
    // EMNIST's own files use `test` instead of MNIST's `t10k`.
    const names = [split, ...(split === 't10k' ? ['test'] : [])].flatMap((word) => [
      `${prefix}${word}-${kind}-${suffixes[part]}`,
      `${prefix}${word}-${kind}.${suffixes[part]}`,
    ]);
    const path = await findFirst(
      names.flatMap((name) => [`${name}.gz`, name]),
      folder,
    );
    if (path === undefined) return undefined;
    found[part] = path;
  }
  return found as FoundFiles;
}

/** Whether the files belong to another dataset. MNIST and similar datasets have the same file names. */
async function belongsToAnother(
  files: FoundFiles,
  dataset: IdxDataset,
  folder: string,
): Promise<boolean> {
  if (basename(folder) === dataset.name) return false;
  const { header, data } = await readIdx(files['t10k-labels'], 1);
  const sum = createHash('md5').update(header).update(data).digest('hex');
  return namedDatasets.some(
    (other) =>
      other.format === 'idx' &&
      other.name !== dataset.name &&
      other.download?.md5['t10k-labels'].raw === sum,
  );
}

async function findFirst(names: readonly string[], folder: string): Promise<string | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    try {
      await access(path);
      return path;
    } catch {
      // Try the next name.
    }
  }
  return undefined;
}
