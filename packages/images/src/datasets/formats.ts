/** The formats of datasets: those of the catalogue, and those of a path. A new format is a file of this folder and a row here. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { NotFoundError, type Dataset, type PictureFit, type Split } from '@speil/api';
import { dataFolders } from '@speil/core/node';
import { shapesDataset } from '../shapes/shapes.js';
import { arrayDataset } from './arrays.js';
import type { CifarDataset, IdxDataset, NamedDataset } from './catalogue.js';
import { cifarDataset } from './cifar.js';
import { filesIn, findCifar, findDataset, type FindOptions } from './find.js';
import { folderDataset } from './folder.js';
import { openIdx } from './idx-dataset.js';

export interface OpenOptions extends FindOptions {
  /** `validation` is the part that a set has for it, else its test part. */
  readonly split: Split;
  /** Shape that a folder of PNG files is brought to. Default [28, 28, 1]. */
  readonly shape?: readonly number[];
  /** Only so many examples, drawn across the set; of a folder no others are decoded. Default all. */
  readonly limit?: number;
  /** Of that draw. Default 0. */
  readonly seed?: number;
  /** Of a folder's pictures of other proportions. Default `fill`, which stretches them. */
  readonly fit?: PictureFit;
  /** Bytes of a folder's pictures that are kept in memory; of larger folders each is decoded when it is read. Default 2^29. */
  readonly memory?: number;
}

type Format = NamedDataset['format'];

/** How each format of the catalogue is opened, whole. @throws NotFoundError when its files are not on this machine. */
export const namedFormats: {
  readonly [F in Format]: (
    named: Extract<NamedDataset, { format: F }>,
    split: 'train' | 'test',
    options: OpenOptions,
  ) => Promise<Dataset>;
} = {
  generated: ({ colour }, split) => Promise.resolve(shapesDataset({ split, colour })),
  async cifar(named, split, options) {
    const folder = await findCifar(named, options);
    if (folder === undefined) throw notHere(named, options);
    return cifarDataset(named, folder, split);
  },
  async idx(named, split, options) {
    const files = await findDataset(named, options);
    if (files === undefined) throw notHere(named, options);
    return openIdx(files, named, split);
  },
};

export interface PathFormat {
  /** For messages. */
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** Whether a file or folder at this path is of the format. */
  matches(path: string): Promise<boolean> | boolean;
  open(path: string, options: OpenOptions): Promise<Dataset>;
  /** Whether `open` takes `limit` into account, so that no other examples are decoded. */
  readonly limits: boolean;
}

/** The formats that a path may have, in the order in which they are tried. */
export const pathFormats: readonly PathFormat[] = [
  {
    name: 'a .npy or .npz file',
    kind: 'file',
    matches: (path) => /\.np[yz]$/iu.test(path),
    open: (path, { split }) => arrayDataset(path, split),
    limits: false,
  },
  {
    name: 'a folder of IDX files',
    kind: 'folder',
    matches: async (path) => (await filesIn(path, '')) !== undefined,
    open: openIdxFolder,
    limits: false,
  },
  {
    name: 'a folder of PNG or JPEG files',
    kind: 'folder',
    matches: () => true,
    open: (path, { shape = [28, 28, 1], ...options }) => folderDataset(path, { ...options, shape }),
    limits: true,
  },
];

async function openIdxFolder(path: string, { split }: OpenOptions): Promise<Dataset> {
  const files = await filesIn(path, '');
  const named = { name: basename(resolve(path)), prefix: '', transposed: false };
  return openIdx(files!, named, split === 'train' ? 'train' : 'test');
}

/**
 * @param formats to choose from. Default: those of this list.
 * @returns the format of the file or folder at a path; undefined for nothing and for a file of another kind.
 */
export async function recogniseFormat(
  path: string,
  formats: readonly PathFormat[] = pathFormats,
): Promise<PathFormat | undefined> {
  const there = await stat(path).catch(() => undefined);
  const kind = there?.isDirectory() ? 'folder' : there?.isFile() ? 'file' : undefined;
  for (const format of formats) {
    if (format.kind === kind && (await format.matches(path))) return format;
  }
  return undefined;
}

function notHere(dataset: IdxDataset | CifarDataset, options: FindOptions): NotFoundError {
  const places = dataFolders(options).join(', ');
  const how =
    dataset.format === 'idx' && dataset.download === undefined
      ? `Put its four IDX files (${dataset.prefix}train-images-idx3-ubyte.gz and so on) into one of them.`
      : `Run: speil data fetch ${dataset.name}`;
  return new NotFoundError(`Dataset ${dataset.name} was not found in ${places}. ${how}`);
}
