/**
 * SVHN's cropped digits (Netzer et al. 2011) as their authors publish them: `train_32x32.mat` and `test_32x32.mat`, with `X`
 * [32, 32, 3, n] and `y` [n, 1], in which 10 is the digit 0. The pictures are in memory: 225 MB for the training part.
 */
import { IncompatibleError, InvalidFileError, NotFoundError, type Dataset } from '@speil/api';
import { readMat, type MatArray } from './mat-file.js';
import { computeFingerprint, recordDataset } from './records.js';
import { findShards } from './shards.js';
import type { ContainerOptions } from './stored.js';

const ending = '.mat';
const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
 * @param path a `.mat` file, or a folder of them whose names tell their parts.
 * @throws InvalidFileError, IncompatibleError, NotFoundError, StorageError: one line each.
 */
export async function svhnDataset(path: string, { split }: ContainerOptions): Promise<Dataset> {
  const { name, part, paths, includes } = await findShards(path, ending, split);
  const files: { path: string; data: Buffer; offset: number; count: number }[] = [];
  const labels: number[] = [];
  let sides: readonly number[] | undefined;
  for (const file of paths) {
    const { X: pictures, y } = await readMat(file, ['X', 'y']);
    const [height, width, count] = checkShape(pictures, file);
    sides ??= [height, width];
    if (sides.join() !== [height, width].join()) {
      throw new IncompatibleError(
        `${file} must hold pictures of ${sides.join('x')} pixels, as the files before it. Received: ${height}x${width}.`,
      );
    }
    files.push({ path: file, data: pictures!.data, offset: 0, count });
    for (const label of readLabels(y, count, file)) labels.push(label);
  }
  const [height, width] = sides as readonly [number, number];
  const chosen = labels.flatMap((_, i) => (includes(String(i)) ? [i] : []));
  if (chosen.length === 0) throw new NotFoundError(`${path} has nothing in its ${part} part.`);
  return recordDataset({
    id: `${name}/${part}`,
    shape: [height, width, 3],
    files,
    recordBytes: height * width * 3,
    decode(record, into) {
      // The first dimension, the row, varies fastest, and the channel slowest.
      for (let i = 0; i < into.length; i++) {
        const [channel, pixel] = [i % 3, Math.floor(i / 3)];
        const [row, column] = [Math.floor(pixel / width), pixel % width];
        into[i] = record[row + height * (column + width * channel)]! / 255;
      }
    },
    chosen,
    labels: Uint8Array.from(chosen, (i) => labels[i]!),
    classNames: digits,
    fingerprint: await computeFingerprint(paths),
  });
}

function checkShape(
  pictures: MatArray | undefined,
  path: string,
): readonly [number, number, number] {
  // MATLAB leaves out a last dimension of 1.
  const [height = 0, width = 0, channels = 0, count = 1] = pictures?.shape ?? [];
  const isSound = pictures?.bytes === 1 && channels === 3 && height > 0 && width > 0;
  if (isSound && pictures.shape.length <= 4) return [height, width, count];
  throw new InvalidFileError(
    `${path} must hold bytes of shape [height, width, 3, n] in X. Received: ${pictures === undefined ? 'no X' : `[${pictures.shape.join(', ')}] of ${pictures.bytes} bytes`}.`,
  );
}

function readLabels(y: MatArray | undefined, count: number, path: string): readonly number[] {
  const size = y?.shape.reduce((product, side) => product * side, 1);
  if (y === undefined || size !== count) {
    throw new IncompatibleError(
      `${path} must hold a label for each of its ${count} pictures in y. Received: ${size ?? 'none'}.`,
    );
  }
  return Array.from({ length: count }, (_, i) => {
    const label = y.at(i);
    if (Number.isInteger(label) && label >= 0 && label <= 10) return label % 10;
    throw new InvalidFileError(`${path} must hold labels from 0 to 10 in y. Received: ${label}.`);
  });
}
