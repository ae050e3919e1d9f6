/**
 * NumPy files as datasets. A `.npy` file contains images. A `.npz` file contains images and optionally labels and
 * parts, under the names that Keras, MedMNIST and users choose. Values are bytes, integers from 0 to 255, or floats
 * from 0 to 1.
 */
import { basename, resolve } from 'node:path';
import { InvalidFileError, NotFoundError, sizeOf, type Dataset, type Split } from '@speil/api';
import { readLabels } from './array-labels.js';
import { arrayNames, knownNames } from './array-names.js';
import { decodePixels, findWhite } from './array-values.js';
import { describeHeldOut, isHeldOut } from './held-out.js';
import { readNpyHeader, type NpyHeader } from './npy.js';
import { npzNames, readNpz, type NpzArray } from './npz.js';
import { computeFingerprint, recordDataset, type RecordFile } from './records.js';

/** Minimum side of images in flat rows: shorter rows are tables of other data. */
const leastSide = 8;

/**
 * Opens images of shape `[n, height, width]`, `[n, height, width, 1 or 3]` or, as flat rows, `[n, side * side]`. A
 * `.npy` file stays on the disk and may be larger than the memory. If an array is not divided into parts, a tenth is
 * held out, chosen by index.
 *
 * @param path ends in `.npy` or `.npz`.
 * @throws InvalidFileError, IncompatibleError, NotFoundError, StorageError: one line each.
 */
export async function arrayDataset(path: string, split: Split): Promise<Dataset> {
  const part = split === 'train' ? split : 'test';
  if (!path.toLowerCase().endsWith('.npz')) {
    const header = await readNpyHeader(path);
    const file = { path, offset: header.offset, count: header.shape[0] ?? 0 };
    return await createDataset({ path, part, header, file, labels: undefined, divided: false });
  }
  const names = await npzNames(path);
  const found = arrayNames(names, split);
  if (found === undefined) {
    throw new InvalidFileError(
      `${path} must hold images for ${part} under one of these names: ${knownNames(split)}. Received: ${names.slice(0, 8).join(', ') || 'nothing'}.`,
    );
  }
  const { images, labels } = found;
  const arrays = await readNpz(path, [images, ...(labels === undefined ? [] : [labels])]);
  const { header, data } = arrays[images]!;
  const file = { path, data, offset: 0, count: header.shape[0] ?? 0 };
  return await createDataset({
    path,
    part: found.part,
    header,
    file,
    labels: labels === undefined ? undefined : arrays[labels],
    divided: found.divided,
  });
}

interface Found {
  readonly path: string;
  readonly part: Split;
  readonly header: NpyHeader;
  readonly file: RecordFile;
  readonly labels: NpzArray | undefined;
  /** Whether the file has separate arrays for this part. */
  readonly divided: boolean;
}

async function createDataset(found: Found): Promise<Dataset> {
  const { path, part, header, file, divided } = found;
  const shape = imageShape(header, path);
  const { labels, remark } = found.labels ? readLabels(found.labels, file.count, path) : {};
  const chosen = divided
    ? undefined
    : Uint32Array.from({ length: file.count }, (_, i) => i).filter(
        (i) => isHeldOut(String(i)) === (part !== 'train'),
      );
  if ((chosen?.length ?? file.count) === 0) {
    throw new NotFoundError(`${path} has nothing in its ${part} part.`);
  }
  const white = await findWhite(header, file);
  const heldOut =
    chosen && describeHeldOut(part === 'train' ? file.count - chosen.length : chosen.length);
  const remarks = [
    ...(header.shape.length === 2
      ? [`rows of ${header.shape[1]} values -> ${shape[1]}x${shape[0]}`]
      : []),
    ...(white === 1 && /^[iu]/u.test(header.type)
      ? ['whole numbers of 0 and 1 -> black and white']
      : []),
    ...(remark === undefined ? [] : [remark]),
    ...(heldOut === undefined ? [] : [heldOut]),
  ];
  return recordDataset({
    id: `${basename(resolve(path)).replace(/\.np[yz]$/iu, '')}/${part}`,
    shape,
    files: [file],
    recordBytes: sizeOf(shape) * header.bytes,
    decode: (record, into) => decodePixels(header, white, record, into, path),
    fingerprint: await computeFingerprint([path]),
    ...(remarks.length > 0 && { description: remarks.join('; ') }),
    ...(chosen && { chosen }),
    ...(labels && {
      labels: chosen ? Uint8Array.from(chosen, (i) => labels[i]!) : labels,
    }),
  });
}

function imageShape({ shape }: NpyHeader, path: string): readonly number[] {
  const [, height, width, channels = 1] = shape;
  const side = Math.sqrt(height ?? 0);
  if (shape.length === 2 && Number.isInteger(side) && side >= leastSide) return [side, side, 1];
  const sound = shape.length === 3 || shape.length === 4;
  if (sound && height! > 0 && width! > 0 && (channels === 1 || channels === 3)) {
    return [height!, width!, channels];
  }
  const hint = shape.length === 4 && [1, 3].includes(shape[1]!) ? ' Move its channels last.' : '';
  throw new InvalidFileError(
    `${path} must hold images of shape [n, height, width], [n, height, width, 1 or 3] or, flat and square, [n, height * width]. Received: [${shape.join(', ')}].${hint}`,
  );
}
