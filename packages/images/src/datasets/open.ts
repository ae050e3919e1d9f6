/** A dataset by its name, its folder or its file. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  IncompatibleError,
  InvalidArgumentError,
  InvalidFileError,
  NotFoundError,
  UnknownNameError,
  type Dataset,
  type PictureFit,
  type Split,
} from '@speil/api';
import { dataFolders } from '@speil/core/node';
import { arrayDataset } from './arrays.js';
import {
  namedDatasets,
  type CifarDataset,
  type IdxDataset,
  type NamedDataset,
} from './catalogue.js';
import { cifarDataset } from './cifar.js';
import { drawn } from './drawing.js';
import {
  filesIn,
  findCifar,
  findDataset,
  placeOf,
  type FindOptions,
  type FoundFiles,
} from './find.js';
import { pictureEndings } from '../pictures/decode.js';
import { shapesDataset } from '../shapes/shapes.js';
import { folderDataset } from './folder.js';
import { readIdx } from './idx.js';
import { pixelDataset } from './pixels.js';

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

/**
 * @param nameOrFolder a name of the catalogue, a folder with IDX, PNG or JPEG files, or a `.npy` or `.npz` file.
 * @throws UnknownNameError for neither; NotFoundError when a named dataset is not on this machine.
 */
export async function openDataset(nameOrFolder: string, options: OpenOptions): Promise<Dataset> {
  const named = namedDatasets.find(({ name }) => name === nameOrFolder);
  if (named === undefined) return openPlace(nameOrFolder, options);
  return openNamed(named, options);
}

async function openNamed(named: NamedDataset, options: OpenOptions): Promise<Dataset> {
  const split = options.split === 'train' ? 'train' : 'test';
  switch (named.format) {
    case 'generated':
      return drawn(shapesDataset({ split, colour: named.colour }), options.limit, options.seed);
    case 'cifar': {
      const folder = await findCifar(named, options);
      if (folder === undefined) throw notHere(named, options);
      return drawn(await cifarDataset(named, folder, split), options.limit, options.seed);
    }
    case 'idx': {
      const files = await findDataset(named, options);
      if (files === undefined) throw notHere(named, options);
      return openIdx(files, named, options);
    }
  }
}

/** Whether a dataset can be opened here without a download: a named one by its files, and a path if it exists. */
export async function isHere(name: string, options: FindOptions = {}): Promise<boolean> {
  const named = namedDatasets.find((dataset) => dataset.name === name);
  if (named === undefined) return (await stat(name).catch(() => undefined)) !== undefined;
  return named.format === 'generated' || (await placeOf(named, options)) !== undefined;
}

async function openPlace(folder: string, options: OpenOptions): Promise<Dataset> {
  const { split, shape = [28, 28, 1] } = options;
  const there = await stat(folder).catch(() => undefined);
  if (there?.isFile() && /\.np[yz]$/iu.test(folder)) {
    return drawn(await arrayDataset(folder, split), options.limit, options.seed);
  }
  if (!there?.isDirectory()) throw noDataset(folder, there !== undefined);
  const files = await filesIn(folder, '');
  if (files === undefined) {
    return folderDataset(folder, { ...options, shape });
  }
  const name = basename(resolve(folder));
  return openIdx(files, { name, prefix: '', transposed: false }, options);
}

/** What is no name of a set and no folder: a path that leads nowhere, a file of another kind, a slip in a name. */
function noDataset(name: string, there: boolean): Error {
  const wanted =
    'a dataset’s name (see speil data), a folder of IDX, PNG or JPEG files, or a .npy or .npz file';
  if (there && pictureEndings.some((ending) => name.toLowerCase().endsWith(ending))) {
    return new InvalidArgumentError(
      `${name} is a single picture; data are a folder of them. Name its folder.`,
    );
  }
  if (there) return new InvalidArgumentError(`${name} is a file of another kind. Give ${wanted}.`);
  if (/[/\\]|^\.|\.\w+$/u.test(name)) {
    return new NotFoundError(`${name} does not exist. Give ${wanted}.`);
  }
  const names = namedDatasets.map((dataset) => dataset.name);
  return new UnknownNameError('dataset', name, names, `Give ${wanted}.`);
}

async function openIdx(
  files: FoundFiles,
  dataset: Pick<IdxDataset, 'name' | 'transposed'> & Partial<IdxDataset>,
  options: OpenOptions,
): Promise<Dataset> {
  const split = options.split === 'train' ? 'train' : 'test';
  const part = split === 'train' ? 'train' : 't10k';
  const images = await readIdx(files[`${part}-images`], 3);
  const labels = await readIdx(files[`${part}-labels`], 1);
  const [count, height, width] = images.shape as [number, number, number];
  if (labels.shape[0] !== count) {
    throw new IncompatibleError(
      `${files[`${part}-images`]} holds ${count} images, ${files[`${part}-labels`]} ${labels.shape[0]} labels; they must be as many.`,
    );
  }
  const { classNames } = dataset;
  const largest = labels.data.reduce((a, b) => Math.max(a, b), 0);
  if (classNames !== undefined && largest >= classNames.length) {
    throw new InvalidFileError(
      `${files[`${part}-labels`]} holds label ${largest}; ${dataset.name} has ${classNames.length} classes.`,
    );
  }
  const upright = dataset.transposed ? transpose(images.data, height, width) : images.data;
  const pixels = isBinary(upright) ? upright.map((value) => 255 * value) : upright;
  const whole = pixelDataset({
    id: `${dataset.name}/${split}`,
    shape: [height, width, 1],
    pixels,
    labels: labels.data,
    ...(classNames && { classNames }),
  });
  return drawn(whole, options.limit, options.seed);
}

/** As binarized digits are stored: 0 and 1 are black and white, whatever a byte could hold. */
function isBinary(pixels: Uint8Array): boolean {
  return pixels.every((value) => value <= 1);
}

function transpose(pixels: Uint8Array, height: number, width: number): Uint8Array {
  const out = new Uint8Array(pixels.length);
  const size = height * width;
  for (let start = 0; start < pixels.length; start += size) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) out[start + y * width + x] = pixels[start + x * height + y]!;
    }
  }
  return out;
}

function notHere(dataset: IdxDataset | CifarDataset, options: FindOptions): NotFoundError {
  const places = dataFolders(options).join(', ');
  const how =
    dataset.format === 'idx' && dataset.download === undefined
      ? `Put its four IDX files (${dataset.prefix}train-images-idx3-ubyte.gz and so on) into one of them.`
      : `Run: speil data fetch ${dataset.name}`;
  return new NotFoundError(`Dataset ${dataset.name} was not found in ${places}. ${how}`);
}
