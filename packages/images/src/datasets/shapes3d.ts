/**
 * 3D Shapes (Burgess and Kim 2018) as its authors publish it: one HDF5 file of 480,000 pictures of a shape in a room and the
 * factors of each. A chunk of the file holds a small part of many pictures, so the pictures are unpacked once to a file in
 * the user's cache: 5.9 GB.
 */
import { basename, resolve } from 'node:path';
import { IncompatibleError, InvalidFileError, type Dataset, type Factors } from '@speil/api';
import { choosePart } from './factored.js';
import { withHdf5, type Hdf5Array } from './hdf5-file.js';
import { computeFingerprint, recordDataset } from './records.js';
import type { ContainerOptions } from './stored.js';
import { unpackFile } from './unpack.js';

const factorNames = [
  ...(['floor hue', 'wall hue', 'object hue'] as const),
  ...(['scale', 'shape', 'orientation'] as const),
] as const;
const shapeFactor = factorNames.indexOf('shape');
const shapeNames = ['cube', 'cylinder', 'sphere', 'capsule'];
const side = 64;
const recordBytes = side * side * 3;

/** Maximum number of bytes that are read from the file at a time. */
const mostBytes = 2 ** 27;

/**
 * A tenth of the pictures is held out, by index; labels are the shapes.
 *
 * @throws InvalidFileError, IncompatibleError, NotFoundError, StorageError: one line each.
 */
export async function shapes3dDataset(
  path: string,
  { split, env }: ContainerOptions,
): Promise<Dataset> {
  const part = split === 'train' ? split : 'test';
  const fingerprint = await computeFingerprint([path]);
  const { count, factors, file } = await withHdf5(
    path,
    ['images', 'labels'],
    async ({ images, labels }) => {
      const count = checkShapes(images, labels, path);
      const file = await unpackFile(`${fingerprint}.pixels`, env, count * recordBytes, (add) =>
        unpackPictures(images, add),
      );
      return { count, file, factors: readFactors(labels, path) };
    },
  );
  return recordDataset({
    id: `${basename(resolve(path)).replace(/\.(h5|hdf5)$/iu, '')}/${part}`,
    shape: [side, side, 3],
    files: [{ path: file, offset: 0, count }],
    recordBytes,
    decode(record, into) {
      for (let i = 0; i < into.length; i++) into[i] = record[i]! / 255;
    },
    fingerprint,
    ...choosePart(factors, { path, part, labelFactor: shapeFactor, classNames: shapeNames }),
    description: 'colour, with the factors of each picture',
  });
}

/** @returns the number of pictures. */
function checkShapes(images: Hdf5Array, labels: Hdf5Array, path: string): number {
  const [count = 0, height, width, channels] = images.shape;
  const isPictures = images.shape.length === 4 && images.type === 'bytes';
  if (!isPictures || height !== side || width !== side || channels !== 3) {
    throw new InvalidFileError(
      `${path} must hold bytes of shape [n, 64, 64, 3] in images. Received: ${images.type} of [${images.shape.join(', ')}].`,
    );
  }
  const [rows, columns] = labels.shape;
  if (labels.shape.length !== 2 || rows !== count || columns !== factorNames.length) {
    throw new IncompatibleError(
      `${path} must hold labels of shape [${count}, ${factorNames.length}], a row for each picture. Received: [${labels.shape.join(', ')}].`,
    );
  }
  return count;
}

async function unpackPictures(
  images: Hdf5Array,
  add: (bytes: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const [count = 0] = images.shape;
  const most = Math.max(1, Math.floor(mostBytes / recordBytes));
  // Whole chunks, so that each of them is decompressed once, unless they are too large.
  const chunk = images.chunkRows ?? most;
  const rows = chunk >= most ? most : Math.floor(most / chunk) * chunk;
  for (let from = 0; from < count; from += rows) {
    await add(images.read(from, Math.min(count, from + rows)) as Uint8Array);
  }
}

/** The values of a factor, in ascending order, become 0, 1, 2 and so on. */
function readFactors(labels: Hdf5Array, path: string): Factors {
  const [count = 0] = labels.shape;
  const numbers = labels.read(0, count);
  const width = factorNames.length;
  const values = new Uint8Array(numbers.length);
  const sizes = factorNames.map((name, factor) => {
    const found = new Set<number>();
    for (let at = factor; at < numbers.length; at += width) found.add(numbers[at]!);
    if (found.size > 256 || found.has(NaN)) {
      throw new InvalidFileError(
        `${path} must hold at most 256 values of a factor in labels. Received: ${found.size} of ${name}.`,
      );
    }
    const order = new Map([...found].sort((a, b) => a - b).map((value, index) => [value, index]));
    for (let at = factor; at < numbers.length; at += width) {
      values[at] = order.get(numbers[at]!)!;
    }
    return found.size;
  });
  return { names: factorNames, sizes, values };
}
