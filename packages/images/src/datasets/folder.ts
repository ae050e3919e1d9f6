/**
 * A folder of PNG and JPEG files as a dataset: a subfolder is a class; each picture is brought to one size. One that cannot be
 * read costs itself and not the folder: it is skipped and named. All are decoded when the folder is opened, so that none is found
 * broken in the middle of a training.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import {
  InvalidArgumentError,
  InvalidFileError,
  isSpeilError,
  NotFoundError,
  sizeOf,
  stackRows,
  type Dataset,
  type PictureFit,
  type SkippedItem,
  type Split,
} from '@speil/api';
import { imageCodec, imageCodecId, type Picture } from '../pictures/picture.js';
import { decodeFileToFit } from './decode-file.js';
import { drawingOrder } from './drawing.js';
import { picturesIn, type PictureFile } from './folder-files.js';
import { pixelDataset } from './pixels.js';
import { prefetching } from './prefetch.js';
import { fingerprintOf, readableError } from './records.js';
import { surveyPictures } from './survey.js';

export interface FolderOptions {
  /** `validation` is the folder's own part to choose models by, else its test part. */
  readonly split: Split;
  /** `[height, width, channels]` that every picture is resized and turned grey or coloured to. */
  readonly shape: readonly number[];
  /** Only so many pictures, drawn across the folder; no others are decoded. Default all. */
  readonly limit?: number;
  /** Of that draw. Default 0. */
  readonly seed?: number;
  /** Of pictures of other proportions. Default `fill`, which stretches them. */
  readonly fit?: PictureFit;
  /** Bytes of pictures, in that shape, that are kept in memory; more stay on the disk. Default 2^29. */
  readonly memory?: number;
}

/** Bytes; a larger file is no picture to train on, nor one to encode. */
export const pictureFileLimit = 64 * 2 ** 20;

/** @throws what `picturesIn` throws; NotFoundError where no picture of the part can be read. */
export async function folderDataset(folder: string, options: FolderOptions): Promise<Dataset> {
  const { split, fit = 'fill', memory = 2 ** 29 } = options;
  const codec = imageCodec({ id: imageCodecId, shape: [...options.shape] });
  const { shape } = codec;
  const { part, files, all, classNames, remark } = await picturesIn(folder, split);
  const read = async (path: string): Promise<Picture> =>
    decodeFileToFit(await readPicture(path), path, shape, fit);
  const { taken, pixels, skipped } = await take(folder, files, {
    ...options,
    split: part,
    memory,
    read,
  });
  const survey = await surveyPictures(
    all.map(({ path }) => path),
    shape,
    fit,
  );
  const common = {
    // The name alone: a model that is passed on tells nothing of the machine.
    id: `${basename(resolve(folder))}/${part}`,
    shape,
    description: [survey, ...(remark === undefined ? [] : [remark])].join('; '),
    ...(skipped.length > 0 && { skipped }),
    ...(classNames && {
      labels: Uint8Array.from(taken, ({ label }) => classNames.indexOf(label!)),
      classNames,
    }),
  };
  if (pixels !== undefined) return pixelDataset({ ...common, pixels });
  const paths = taken.map(({ path }) => path);
  return prefetching({
    ...common,
    size: paths.length,
    fingerprint: await fingerprintOf(paths),
    async read(indices) {
      const rows: Float32Array[] = [];
      for (const index of Array.from(indices)) {
        const path = paths[index];
        if (path === undefined) {
          throw new InvalidArgumentError(
            `An index into ${common.id} must be from 0 to ${paths.length - 1}. Received: ${index}.`,
          );
        }
        rows.push(codec.encode(await read(path)));
      }
      return stackRows(rows, shape);
    },
  });
}

interface Taking extends FolderOptions {
  readonly memory: number;
  readonly read: (path: string) => Promise<Picture>;
}

interface Taken {
  /** In the folder's order, or in the order that they were drawn in. */
  readonly taken: readonly PictureFile[];
  /** Of all that were taken; undefined where they do not fit the memory. */
  readonly pixels: Uint8Array | undefined;
  readonly skipped: readonly SkippedItem[];
}

/** Decodes pictures until there are as many sound ones as are wanted. */
async function take(
  folder: string,
  files: readonly PictureFile[],
  { split, limit = Infinity, seed, shape, memory, read }: Taking,
): Promise<Taken> {
  const size = sizeOf(shape);
  const isKept = Math.min(limit, files.length) * size <= memory;
  const order = limit < files.length ? drawingOrder(files.length, seed) : files.keys();
  const pixels = isKept ? new Uint8Array(Math.min(limit, files.length) * size) : undefined;
  const taken: PictureFile[] = [];
  const skipped: SkippedItem[] = [];
  for (const index of order) {
    if (taken.length >= limit) break;
    const file = files[index]!;
    const { path } = file;
    try {
      const picture = await read(path);
      pixels?.set(picture.pixels, taken.length * size);
      taken.push(file);
    } catch (error) {
      if (!isSpeilError(error)) throw error;
      const id = relative(folder, path).split(sep).join('/');
      // The file's own name says where it is; its reason need not.
      skipped.push({ id, reason: error.message.replace(path, id) });
    }
  }
  if (taken.length === 0) {
    throw new NotFoundError(
      `${folder} holds no picture in its ${split} part that can be read. The first of ${skipped.length}: ${skipped[0]!.reason}`,
    );
  }
  return { taken, pixels: pixels?.subarray(0, taken.length * size), skipped };
}

async function readPicture(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= pictureFileLimit) return await readFile(path);
    throw new InvalidFileError(`${path} has ${size} bytes; at most ${pictureFileLimit} are read.`);
  } catch (error) {
    throw readableError(error, path);
  }
}
