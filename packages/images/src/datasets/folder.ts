/**
 * A folder of PNG and JPEG files as a dataset. A subfolder is a class, and all pictures are resized to the same shape.
 * A picture that cannot be read is skipped and reported. All pictures are decoded when the folder is opened, so that
 * broken pictures are found before a training begins, not in the middle of it.
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
import { factsOfPictures, type PictureFacts } from './facts.js';
import { listPictures, type PictureFile } from './folder-files.js';
import { pixelDataset } from './pixels.js';
import { withPrefetch } from './prefetch.js';
import { computeFingerprint, toReadableError } from './records.js';
import { inspectPictures, surveyPictures } from './survey.js';

export interface FolderOptions {
  /** `validation` means the folder's validation part or, if it has none, its test part. */
  readonly split: Split;
  /** `[height, width, channels]` to which every picture is resized and converted. */
  readonly shape: readonly number[];
  /** Maximum number of pictures, drawn at random from the folder. No other pictures are decoded. Default: all. */
  readonly limit?: number;
  /** Seed for drawing the pictures. Default 0. */
  readonly seed?: number;
  /** How to fit pictures of other proportions. Default `fill`, which stretches them. */
  readonly fit?: PictureFit;
  /**
   * Maximum size of the decoded pictures in memory, in bytes. If a folder needs more, its pictures stay on the disk.
   * Default 2^29.
   */
  readonly memory?: number;
}

/** Maximum size of a picture file, in bytes. */
export const pictureFileLimit = 64 * 2 ** 20;

/** A subfolder is a class. @throws what `listPictures` throws; NotFoundError if no picture of the part can be read. */
export function folderDataset(folder: string, options: FolderOptions): Promise<Dataset> {
  return listedDataset(folder, options, listPictures);
}

/**
 * @param list lists the pictures and their classes.
 * @throws what `list` throws; NotFoundError if no picture of the part can be read.
 */
export async function listedDataset(
  folder: string,
  options: FolderOptions,
  list: typeof listPictures,
): Promise<Dataset> {
  const { split, fit = 'fill', memory = 2 ** 29 } = options;
  const codec = imageCodec({ id: imageCodecId, shape: [...options.shape] });
  const { shape } = codec;
  const { part, files, all, classNames, remark } = await list(folder, split);
  const read = async (path: string): Promise<Picture> =>
    decodeFileToFit(await readPicture(path), path, shape, fit);
  const { taken, pixels, skipped } = await decodePictures(folder, files, {
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
    // Use only the name of the folder: a shared model must not contain paths of this machine.
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
  return withPrefetch({
    ...common,
    size: paths.length,
    fingerprint: await computeFingerprint(paths),
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

/**
 * @param list lists the pictures and their classes. Default: a subfolder is a class.
 * @throws what `list` throws; NotFoundError if no header can be read.
 */
export async function inspectFolder(
  folder: string,
  list: typeof listPictures = listPictures,
): Promise<PictureFacts> {
  const { files, all, classNames } = await list(folder, 'train');
  const inspected = await inspectPictures(all.map(({ path }) => path));
  if (inspected.length === 0) {
    throw new NotFoundError(
      `${folder} holds no picture that can be read. Received: ${all.length}.`,
    );
  }
  return factsOfPictures(inspected, files.length, classNames?.length);
}

interface DecodeRequest extends FolderOptions {
  readonly memory: number;
  readonly read: (path: string) => Promise<Picture>;
}

interface DecodedPictures {
  /** The decoded files, in the order of the folder or, with a limit, of the draw. */
  readonly taken: readonly PictureFile[];
  /** Pixels of all decoded files; undefined if they exceed `memory`. */
  readonly pixels: Uint8Array | undefined;
  readonly skipped: readonly SkippedItem[];
}

/** Decodes pictures until `limit` of them are valid. */
async function decodePictures(
  folder: string,
  files: readonly PictureFile[],
  { split, limit = Infinity, seed, shape, memory, read }: DecodeRequest,
): Promise<DecodedPictures> {
  const size = sizeOf(shape);
  const fitsMemory = Math.min(limit, files.length) * size <= memory;
  const order = limit < files.length ? drawingOrder(files.length, seed) : files.keys();
  const pixels = fitsMemory ? new Uint8Array(Math.min(limit, files.length) * size) : undefined;
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
      // `id` contains the path, so it is removed from the reason.
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
    throw toReadableError(error, path);
  }
}
