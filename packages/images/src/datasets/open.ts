/** Opens a dataset by its name, its folder or its file. */
import { stat } from 'node:fs/promises';
import { InvalidArgumentError, NotFoundError, UnknownNameError, type Dataset } from '@speil/api';
import { pictureEndings } from '../pictures/decode.js';
import { namedDatasets, type NamedDataset } from './catalogue.js';
import { convertDataset } from './convert.js';
import { drawSubset } from './drawing.js';
import { factsOf, type PictureFacts } from './facts.js';
import { findDatasetFolder, type FindOptions } from './find.js';
import { namedFormats, recogniseFormat, type OpenOptions } from './formats.js';

export type { OpenOptions } from './formats.js';

/**
 * Opens a dataset by its name, or a folder or file of pictures by its path.
 *
 * @param nameOrFolder a name of the catalogue, or a path of one of the formats (`pathFormats`).
 * @throws UnknownNameError for any other argument; NotFoundError if a named dataset is not on this machine.
 */
export async function openDataset(nameOrFolder: string, options: OpenOptions): Promise<Dataset> {
  const named = namedDatasets.find(({ name }) => name === nameOrFolder);
  const dataset = await (named === undefined
    ? openPath(nameOrFolder, options)
    : openNamed(named, options));
  const { shape = dataset.shape, fit } = options;
  return convertDataset(dataset, shape, fit);
}

/**
 * What a dataset contains, to choose a model for it. Only the headers of a folder's pictures are read.
 *
 * @throws what `openDataset` throws.
 */
export async function inspectDataset(
  nameOrFolder: string,
  options: FindOptions = {},
): Promise<PictureFacts> {
  const isNamed = namedDatasets.some(({ name }) => name === nameOrFolder);
  const format = isNamed ? undefined : await recogniseFormat(nameOrFolder);
  return (
    (await format?.inspect?.(nameOrFolder)) ??
    factsOf(await openDataset(nameOrFolder, { ...options, split: 'train' }))
  );
}

async function openNamed(named: NamedDataset, options: OpenOptions): Promise<Dataset> {
  const open = namedFormats[named.format] as (
    named: NamedDataset,
    split: 'train' | 'test',
    options: OpenOptions,
  ) => Promise<Dataset>;
  const whole = await open(named, options.split === 'train' ? 'train' : 'test', options);
  return drawSubset(whole, options.limit, options.seed);
}

/**
 * Whether a dataset can be opened without a download. For a named dataset this means that its files exist, for a path
 * that it exists.
 */
export async function isHere(name: string, options: FindOptions = {}): Promise<boolean> {
  const named = namedDatasets.find((dataset) => dataset.name === name);
  if (named === undefined) return (await stat(name).catch(() => undefined)) !== undefined;
  return named.format === 'generated' || (await findDatasetFolder(named, options)) !== undefined;
}

async function openPath(path: string, options: OpenOptions): Promise<Dataset> {
  const format = await recogniseFormat(path);
  if (format === undefined) throw await createOpenError(path);
  const dataset = await format.open(path, options);
  return format.limits ? dataset : drawSubset(dataset, options.limit, options.seed);
}

/** Creates the error for a path that does not exist, a file of another kind, or a misspelt name. */
async function createOpenError(name: string): Promise<Error> {
  const exists = (await stat(name).catch(() => undefined)) !== undefined;
  const wanted =
    'a dataset’s name (see speil data), a folder of IDX, PNG, JPEG, Parquet, tar or MAT files, or a .npy, .npz, .h5, .parquet, .tar or .mat file';
  if (exists && pictureEndings.some((ending) => name.toLowerCase().endsWith(ending))) {
    return new InvalidArgumentError(
      `${name} is a single picture, not a folder of pictures. Name its folder.`,
    );
  }
  if (exists) return new InvalidArgumentError(`${name} is a file of another kind. Give ${wanted}.`);
  if (/[/\\]|^\.|\.\w+$/u.test(name)) {
    return new NotFoundError(`${name} does not exist. Give ${wanted}.`);
  }
  const names = namedDatasets.map((dataset) => dataset.name);
  return new UnknownNameError('dataset', name, names, `Give ${wanted}.`);
}
