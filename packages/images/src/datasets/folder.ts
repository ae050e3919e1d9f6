/**
 * A folder of PNG and JPEG files as a dataset. A subfolder is a class, and all pictures are resized to the same shape.
 * A picture that cannot be read is skipped and reported. If the decoded pictures fit in memory, they are decoded when the
 * folder is opened, so that broken pictures are found before a training begins. Otherwise they are only checked then, and
 * decoded in threads when they are read.
 */
import { basename, relative, resolve, sep } from 'node:path';
import {
  isSpeilError,
  NotFoundError,
  sizeOf,
  type Dataset,
  type PictureFit,
  type SkippedItem,
  type Split,
} from '@speil/api';
import { imageCodec, imageCodecId } from '../pictures/picture.js';
import { checkPictureFile, decodeFileToFit } from './decode-file.js';
import { drawingOrder } from './drawing.js';
import { factsOfPictures, type PictureFacts } from './facts.js';
import { listPictures, type PictureFile } from './folder-files.js';
import { createPictureReader } from './picture-reader.js';
import { pixelFingerprint } from './pixel-fingerprint.js';
import { defaultMemory, pixelDataset } from './pixels.js';
import { readPlace } from './places.js';
import { withPrefetch } from './prefetch.js';
import { FilesFingerprint } from './records.js';
import { inspectPictures, surveyPictures } from './survey.js';

/** Which pictures of a folder are opened, and in which shape. */
export interface FolderOptions {
  /** `validation` means the folder's validation part or, if it has none, its test part. */
  readonly split: Split;
  /** `[height, width, channels]` to which every picture is resized and converted. */
  readonly shape: readonly number[];
  /** Maximum number of pictures, drawn at random from the folder. No other pictures are decoded. Default: all. */
  readonly limit?: number;
  /** Seed for drawing the pictures. Default 0. */
  readonly seed?: number;
  /** How to fit pictures of other proportions. Default `stretch`, which stretches them. */
  readonly fit?: PictureFit;
  /**
   * Maximum size of the decoded pictures in memory, in bytes. If a folder needs more, its pictures stay on the disk.
   * Default 2^26.
   */
  readonly memory?: number;
}

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
  const { split, fit = 'stretch', memory = defaultMemory } = options;
  const codec = imageCodec({ id: imageCodecId, shape: [...options.shape] });
  const { shape } = codec;
  const { part, files, all, classNames, remark } = await list(folder, split);
  const choice = { ...options, folder, split: part };
  const count = Math.min(options.limit ?? Infinity, files.length);
  const pixels =
    count * sizeOf(shape) <= memory ? new Uint8Array(count * sizeOf(shape)) : undefined;
  const fingerprint = new FilesFingerprint();
  const { taken, skipped } = await choosePictures(files, choice, async ({ path }, index) => {
    const bytes = await readPlace({ path });
    if (pixels === undefined) {
      checkPictureFile(bytes, path);
      fingerprint.add(bytes);
    } else {
      const picture = await decodeFileToFit(bytes, path, shape, fit);
      pixels.set(picture.pixels, index * sizeOf(shape));
    }
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
  if (pixels !== undefined) {
    const own = pixels.subarray(0, taken.length * sizeOf(shape));
    return pixelDataset({
      ...common,
      fingerprint: pixelFingerprint(own, common.labels),
      pixels: own,
    });
  }
  const paths = taken.map(({ path }) => path);
  return withPrefetch({
    ...common,
    size: paths.length,
    fingerprint: fingerprint.value(),
    read: createPictureReader({
      ...{ id: common.id, shape, fit, memory },
      places: paths.map((path) => ({ path })),
      names: paths,
    }),
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

interface Choice extends Pick<FolderOptions, 'split' | 'limit' | 'seed'> {
  readonly folder: string;
}

interface ChosenPictures {
  /** The accepted files, in the order of the folder or, with a limit, of the draw. */
  readonly taken: readonly PictureFile[];
  readonly skipped: readonly SkippedItem[];
}

/**
 * Takes pictures until `limit` of them are accepted.
 *
 * @param accept receives a file and the number of those accepted before it. It throws a Speil error to skip the file.
 */
async function choosePictures(
  files: readonly PictureFile[],
  { folder, split, limit = Infinity, seed }: Choice,
  accept: (file: PictureFile, index: number) => Promise<void>,
): Promise<ChosenPictures> {
  const order = limit < files.length ? drawingOrder(files.length, seed) : files.keys();
  const taken: PictureFile[] = [];
  const skipped: SkippedItem[] = [];
  for (const index of order) {
    if (taken.length >= limit) break;
    const file = files[index]!;
    const { path } = file;
    try {
      await accept(file, taken.length);
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
  return { taken, skipped };
}
