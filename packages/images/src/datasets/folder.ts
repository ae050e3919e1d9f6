/** A folder of PNG and JPEG files as a dataset: a subfolder is a class; each picture is brought to one size. */
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { InvalidArgumentError, InvalidFileError, stackRows, type Dataset } from '@speil/api';
import { imageCodec, imageCodecId, type Picture } from '../picture.js';
import { decodeFileToFit } from './decode-apart.js';
import { picturesIn } from './folder-files.js';
import type { Part } from './parts.js';
import { pixelDataset } from './pixels.js';
import { prefetching } from './prefetch.js';
import { fingerprintOf } from './records.js';
import { surveyOf } from './survey.js';

export interface FolderOptions {
  readonly split: Part;
  /** `[height, width, channels]` that every picture is resized and turned grey or coloured to. */
  readonly shape: readonly number[];
  /** Bytes of pictures, in that shape, that are kept in memory; more stay on the disk. Default 2^29. */
  readonly memory?: number;
}

/** Bytes; a larger file is no picture to train on, nor one to encode. */
export const pictureFileLimit = 64 * 2 ** 20;

/**
 * @throws what `picturesIn` throws; InvalidFileError names the file that is broken.
 */
export async function folderDataset(
  folder: string,
  { split, shape, memory = 2 ** 29 }: FolderOptions,
): Promise<Dataset> {
  const codec = imageCodec({ id: imageCodecId, shape: [...shape] });
  const [height, width, channels] = codec.shape as [number, number, number];
  const { part, files: entries, all, classNames, remark } = await picturesIn(folder, split);
  const size = width * height * channels;
  const common = {
    // The name alone: a model that is passed on tells nothing of the machine.
    id: `${basename(resolve(folder))}/${part}`,
    shape: codec.shape,
    description: [
      await surveyOf(
        all.map(({ path }) => path),
        codec.shape,
      ),
      ...(remark === undefined ? [] : [remark]),
    ].join('; '),
    ...(classNames && {
      labels: Uint8Array.from(entries, ({ label }) => classNames.indexOf(label!)),
      classNames,
    }),
  };
  const read = async (path: string): Promise<Picture> =>
    decodeFileToFit(await readPicture(path), path, codec.shape);
  if (entries.length * size > memory) {
    const paths = entries.map(({ path }) => path);
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
        return stackRows(rows, codec.shape);
      },
    });
  }
  const pixels = new Uint8Array(entries.length * size);
  for (const [index, { path }] of entries.entries()) {
    pixels.set((await read(path)).pixels, index * size);
  }
  return pixelDataset({ ...common, pixels });
}

async function readPicture(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > pictureFileLimit) {
    throw new InvalidFileError(`${path} has ${size} bytes; at most ${pictureFileLimit} are read.`);
  }
  return await readFile(path);
}
