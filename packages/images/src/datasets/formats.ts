/**
 * The formats of datasets, for the catalogue and for paths. To add a format, add a file to this folder and a row to a
 * table here.
 */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { NotFoundError, type Dataset, type PictureFit, type Split } from '@speil/api';
import { dataFolders } from '@speil/core/node';
import { generators } from '../generated/generators.js';
import { arrayDataset } from './arrays.js';
import type { CifarDataset, IdxDataset, NamedDataset } from './catalogue.js';
import { cifarDataset } from './cifar.js';
import { findIdxFiles, findCifar, findDataset, type FindOptions } from './find.js';
import type { PictureFacts } from './facts.js';
import { listPictures } from './folder-files.js';
import { folderDataset, inspectFolder, listedDataset } from './folder.js';
import { openIdx } from './idx-dataset.js';
import { hasTable, listLabelled } from './labelled-folder.js';
import { hasShards } from './shards.js';
import { shapes3dDataset } from './shapes3d.js';
import { isSprites, spritesDataset } from './sprites.js';
import { svhnDataset } from './svhn.js';
import { inspectWebDataset, webDataset } from './webdataset.js';

/** How a dataset is opened. */
export interface OpenOptions extends FindOptions {
  /** `validation` means the dataset's validation part or, if it has none, its test part. */
  readonly split: Split;
  /**
   * Shape to which pictures are converted. Default: their own shape. The default for a folder, whose pictures may have
   * several shapes, is [28, 28, 1].
   */
  readonly shape?: readonly number[];
  /**
   * Maximum number of examples, drawn at random from the dataset. No other pictures of a folder are decoded. Default:
   * all.
   */
  readonly limit?: number;
  /** Seed for drawing the examples. Default 0. */
  readonly seed?: number;
  /** How pictures of other proportions are fitted. Default `stretch`, which stretches them. */
  readonly fit?: PictureFit;
  /**
   * Maximum size of a folder's decoded pictures in memory, in bytes. If a folder needs more, each picture is decoded
   * when it is read. Default 2^26.
   */
  readonly memory?: number;
}

type Format = NamedDataset['format'];

/**
 * For each format of the catalogue, a function that opens the complete dataset. @throws NotFoundError if its files are
 * not on this machine.
 */
export const namedFormats: {
  readonly [F in Format]: (
    named: Extract<NamedDataset, { format: F }>,
    split: 'train' | 'test',
    options: OpenOptions,
  ) => Promise<Dataset>;
} = {
  generated: ({ name }, split) => Promise.resolve(generators[name](split)),
  async cifar(named, split, options) {
    const folder = await findCifar(named, options);
    if (folder === undefined) throw createNotFoundError(named, options);
    return cifarDataset(named, folder, split);
  },
  async idx(named, split, options) {
    const files = await findDataset(named, options);
    if (files === undefined) throw createNotFoundError(named, options);
    return openIdx(files, named, split);
  },
};

export interface PathFormat {
  /** Name of the format in messages. */
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** Whether the file or folder at this path has this format. */
  matches(path: string): Promise<boolean> | boolean;
  open(path: string, options: OpenOptions): Promise<Dataset>;
  /** What the format contains, if that is known without opening it. */
  inspect?(path: string): Promise<PictureFacts>;
  /** Whether `open` takes `limit` into account, so that no other examples are decoded. */
  readonly limits: boolean;
}

const hasPictures = (folder: string): Promise<boolean> =>
  listPictures(folder, 'train').then(
    () => true,
    () => false,
  );

/** Loaded if it is needed: its decompressors take time to start. */
const parquet: Pick<PathFormat, 'open' | 'inspect'> = {
  open: async (path, options) => (await import('./parquet.js')).parquetDataset(path, options),
  inspect: async (path) => (await import('./parquet.js')).inspectParquet(path),
};

/** The formats that a path may have, in the order in which they are tried. */
export const pathFormats: readonly PathFormat[] = [
  {
    name: 'the .npz file of dSprites',
    kind: 'file',
    matches: isSprites,
    open: spritesDataset,
    limits: false,
  },
  {
    name: 'the .h5 file of 3D Shapes',
    kind: 'file',
    matches: (path) => /\.(h5|hdf5)$/iu.test(path),
    open: shapes3dDataset,
    limits: false,
  },
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
    matches: async (path) => (await findIdxFiles(path, '')) !== undefined,
    open: openIdxFolder,
    limits: false,
  },
  {
    name: 'a .parquet file',
    kind: 'file',
    matches: (path) => path.toLowerCase().endsWith('.parquet'),
    ...parquet,
    limits: false,
  },
  {
    name: 'a folder of .parquet files',
    kind: 'folder',
    matches: (path) => hasShards(path, '.parquet'),
    ...parquet,
    limits: false,
  },
  {
    name: 'a .mat file of SVHN',
    kind: 'file',
    matches: (path) => path.toLowerCase().endsWith('.mat'),
    open: svhnDataset,
    limits: false,
  },
  {
    name: 'a folder of .mat files of SVHN',
    kind: 'folder',
    // A table of MATLAB's may lie beside pictures.
    matches: async (path) => (await hasShards(path, '.mat')) && !(await hasPictures(path)),
    open: svhnDataset,
    limits: false,
  },
  {
    name: 'a .tar file of WebDataset',
    kind: 'file',
    matches: (path) => path.toLowerCase().endsWith('.tar'),
    open: webDataset,
    inspect: inspectWebDataset,
    limits: false,
  },
  {
    name: 'a folder of .tar files of WebDataset',
    kind: 'folder',
    // The archive that a folder of pictures came in may lie beside them.
    matches: async (path) => (await hasShards(path, '.tar')) && !(await hasPictures(path)),
    open: webDataset,
    inspect: inspectWebDataset,
    limits: false,
  },
  {
    name: 'a folder of PNG or JPEG files with a table of labels',
    kind: 'folder',
    matches: hasTable,
    open: (path, { shape = [28, 28, 1], ...options }) =>
      listedDataset(path, { ...options, shape }, listLabelled),
    inspect: (path) => inspectFolder(path, listLabelled),
    limits: true,
  },
  {
    name: 'a folder of PNG or JPEG files',
    kind: 'folder',
    matches: () => true,
    open: (path, { shape = [28, 28, 1], ...options }) => folderDataset(path, { ...options, shape }),
    inspect: (path) => inspectFolder(path),
    limits: true,
  },
];

async function openIdxFolder(path: string, { split }: OpenOptions): Promise<Dataset> {
  const files = await findIdxFiles(path, '');
  const named = { name: basename(resolve(path)), prefix: '', transposed: false };
  return openIdx(files!, named, split === 'train' ? 'train' : 'test');
}

/**
 * @param formats the formats to choose from. Default: `pathFormats`.
 * @returns the format of a path; undefined if it does not exist or is a file of another kind.
 */
export async function recogniseFormat(
  path: string,
  formats: readonly PathFormat[] = pathFormats,
): Promise<PathFormat | undefined> {
  const stats = await stat(path).catch(() => undefined);
  const kind = stats?.isDirectory() ? 'folder' : stats?.isFile() ? 'file' : undefined;
  for (const format of formats) {
    if (format.kind === kind && (await format.matches(path))) return format;
  }
  return undefined;
}

function createNotFoundError(
  dataset: IdxDataset | CifarDataset,
  options: FindOptions,
): NotFoundError {
  const searched = dataFolders(options).join(', ');
  const how =
    dataset.format === 'idx' && dataset.download === undefined
      ? `Put its four IDX files (${dataset.prefix}train-images-idx3-ubyte.gz and so on) into one of them.`
      : `Run: speil data fetch ${dataset.name}`;
  return new NotFoundError(`Dataset ${dataset.name} was not found in ${searched}. ${how}`);
}
