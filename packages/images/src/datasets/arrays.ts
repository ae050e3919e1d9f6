/**
 * NumPy's files as datasets: `.npy` with images, `.npz` with images and perhaps labels and splits, under the names that
 * Keras, MedMNIST and people use. Values are bytes, whole numbers from 0 to 255, or floats from 0 to 1.
 */
import { basename, resolve } from 'node:path';
import {
  IncompatibleError,
  InvalidFileError,
  NotFoundError,
  sizeOf,
  type Dataset,
  type Split,
} from '@speil/api';
import { isHeldOut } from './held-out.js';
import { readNpyHeader, readNpyValues, type NpyHeader } from './npy.js';
import { npzNames, readNpz, type NpzArray } from './npz.js';
import { fingerprintOf, recordDataset, type RecordFile } from './records.js';

/** Names of images with their labels, by split. */
const splits: Readonly<Record<Split, readonly (readonly [images: string, labels: string])[]>> = {
  train: [
    ['x_train', 'y_train'],
    ['train_images', 'train_labels'],
  ],
  test: [
    ['x_test', 'y_test'],
    ['test_images', 'test_labels'],
  ],
};
/** Names of images that are not divided, with their labels. */
const undivided = [
  ['images', 'labels'],
  ['imgs', 'labels'],
  ['x', 'y'],
  ['data', 'labels'],
  ['arr_0', 'arr_1'],
] as const;

/**
 * Images `[n, height, width]` or `[n, height, width, 1 or 3]`. A `.npy` file stays on the disk and may be larger than the
 * memory; of an undivided array a tenth is held out, by index.
 *
 * @param path ends in `.npy` or `.npz`.
 * @throws InvalidFileError, IncompatibleError, NotFoundError, StorageError: one line each.
 */
export async function arrayDataset(path: string, split: Split): Promise<Dataset> {
  if (!path.toLowerCase().endsWith('.npz')) {
    const header = await readNpyHeader(path);
    const file = { path, offset: header.offset, count: header.shape[0] ?? 0 };
    return await datasetOf({ path, split, header, file, labels: undefined, divided: false });
  }
  const names = await npzNames(path);
  const pairs: readonly (readonly [string, string])[] = splits[split];
  const divided = pairs.find(([images]) => names.includes(images));
  const pair = divided ?? undivided.find(([images]) => names.includes(images));
  if (pair === undefined) {
    const known = [...pairs, ...undivided].map(([images]) => images).join(', ');
    throw new InvalidFileError(
      `${path} must hold images for ${split} under one of these names: ${known}. Received: ${names.slice(0, 8).join(', ') || 'nothing'}.`,
    );
  }
  const arrays = await readNpz(path, pair);
  const { header, data } = arrays[pair[0]]!;
  const file = { path, data, offset: 0, count: header.shape[0] ?? 0 };
  const labels = arrays[pair[1]];
  return await datasetOf({ path, split, header, file, labels, divided: divided !== undefined });
}

interface Found {
  readonly path: string;
  readonly split: Split;
  readonly header: NpyHeader;
  readonly file: RecordFile;
  readonly labels: NpzArray | undefined;
  /** Whether these are the split's own. */
  readonly divided: boolean;
}

async function datasetOf(found: Found): Promise<Dataset> {
  const { path, split, header, file, divided } = found;
  const shape = imageShape(header, path);
  const labels = found.labels && labelsOf(found.labels, file.count, path);
  const chosen = divided
    ? undefined
    : Uint32Array.from({ length: file.count }, (_, i) => i).filter(
        (i) => isHeldOut(String(i)) === (split === 'test'),
      );
  if ((chosen?.length ?? file.count) === 0) {
    throw new NotFoundError(`${path} has nothing in its ${split} part.`);
  }
  return recordDataset({
    id: `${basename(resolve(path)).replace(/\.np[yz]$/iu, '')}/${split}`,
    shape,
    files: [file],
    recordBytes: sizeOf(shape) * header.bytes,
    decode: (record, into) => decodeImage(header, record, into, path),
    fingerprint: await fingerprintOf([path]),
    ...(chosen && { chosen }),
    ...(labels && {
      labels: chosen ? Uint8Array.from(chosen, (i) => labels[i]!) : labels,
    }),
  });
}

function imageShape({ shape }: NpyHeader, path: string): readonly number[] {
  const [, height, width, channels = 1] = shape;
  const sound = shape.length === 3 || shape.length === 4;
  if (sound && height! > 0 && width! > 0 && (channels === 1 || channels === 3)) {
    return [height!, width!, channels];
  }
  const hint = shape.length === 4 && [1, 3].includes(shape[1]!) ? ' Move its channels last.' : '';
  throw new InvalidFileError(
    `${path} must hold images of shape [n, height, width] or [n, height, width, 1 or 3]. Received: [${shape.join(', ')}].${hint}`,
  );
}

function decodeImage(header: NpyHeader, record: Buffer, into: Float32Array, path: string): void {
  readNpyValues(header, record, into);
  const whole = !header.type.startsWith('f') && header.type !== 'b1';
  const most = whole ? 255 : 1;
  for (let i = 0; i < into.length; i++) {
    const value = into[i]!;
    if (!(value >= 0 && value <= most)) {
      const advice = most === 1 && value > 1 ? ' Divide by 255, or save bytes (uint8).' : '';
      throw new InvalidFileError(
        `${path} holds a pixel outside of 0 to ${most}, as ${header.type} values are read. Received: ${value}.${advice}`,
      );
    }
    into[i] = value / most;
  }
}

function labelsOf({ header, data }: NpzArray, count: number, path: string): Uint8Array {
  const size = sizeOf(header.shape);
  if (size !== count) {
    throw new IncompatibleError(
      `${path} holds ${count} images and labels of shape [${header.shape.join(', ')}]; they must be as many.`,
    );
  }
  const values = new Float64Array(size);
  readNpyValues(header, data, values);
  const odd = values.find((value) => !(Number.isInteger(value) && value >= 0 && value < 256));
  if (odd === undefined) return Uint8Array.from(values);
  throw new InvalidFileError(
    `${path} must hold labels that are whole numbers from 0 to 255. Received: ${odd}.`,
  );
}
