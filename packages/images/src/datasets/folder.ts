/** A folder of PNG and JPEG files as a dataset: a subfolder is a class; each picture is brought to one size. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  InvalidArgumentError,
  InvalidFileError,
  NotFoundError,
  StorageError,
  stackRows,
  type Dataset,
  type Split,
} from '@speil/api';
import { imageCodec, imageCodecId, type Picture } from '../picture.js';
import { decodeFileToFit } from './decode-apart.js';
import { pictureEndings } from '../pictures/decode.js';
import { isHeldOut } from './held-out.js';
import { pixelDataset } from './pixels.js';
import { prefetching } from './prefetch.js';
import { fingerprintOf } from './records.js';
import { surveyOf } from './survey.js';

export interface FolderOptions {
  readonly split: Split;
  /** `[height, width, channels]` that every picture is resized and turned grey or coloured to. */
  readonly shape: readonly number[];
  /** Bytes of pictures, in that shape, that are kept in memory; more stay on the disk. Default 2^29. */
  readonly memory?: number;
}

/** Bytes; a larger file is no picture to train on, nor one to encode. */
export const pictureFileLimit = 64 * 2 ** 20;

interface Entry {
  readonly path: string;
  /** Path inside the folder: it decides the split, so that moving the folder changes nothing. */
  readonly name: string;
  readonly label: string | undefined;
}

/**
 * With subfolders `train` and `test`, those are the splits; else a tenth, chosen by the sha256 of each file's name, is
 * held out.
 *
 * @throws NotFoundError when the folder is not there, holds no picture or has none for the split; InvalidFileError names the
 *   file that is broken.
 */
export async function folderDataset(
  folder: string,
  { split, shape, memory = 2 ** 29 }: FolderOptions,
): Promise<Dataset> {
  const codec = imageCodec({ id: imageCodecId, shape: [...shape] });
  const [height, width, channels] = codec.shape as [number, number, number];
  const top = await list(folder);
  const presplit = top.folders.includes('train') && top.folders.includes('test');
  const root = presplit ? join(folder, split) : folder;
  const all = await entriesOf(root);
  const entries = presplit ? all : all.filter(({ name }) => isHeldOut(name) === (split === 'test'));
  if (all.length === 0) {
    const deeper = await hasDeeper(root);
    throw new NotFoundError(
      `${root} holds no PNG or JPEG files where they were looked for: in it, or in its subfolders, one a class${deeper ? '. Folders inside those are not read; move the pictures up' : ''}.`,
    );
  }
  if (entries.length === 0) {
    throw new NotFoundError(
      `${root} has nothing in its ${split} part: of its ${all.length} pictures a tenth, by name, would be held out. Add pictures, or divide them into subfolders train and test.`,
    );
  }
  const classNames = [...new Set(all.map(({ label }) => label ?? ''))].sort();
  const labelled = all.every(({ label }) => label !== undefined) && classNames.length <= 256;
  const size = width * height * channels;
  const common = {
    // The name alone: a model that is passed on tells nothing of the machine.
    id: `${basename(resolve(folder))}/${split}`,
    shape: codec.shape,
    description: await surveyOf(
      all.map(({ path }) => path),
      codec.shape,
    ),
    ...(labelled && {
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

async function entriesOf(root: string): Promise<Entry[]> {
  const { files, folders } = await list(root);
  const entries: Entry[] = files.map((name) => ({
    path: join(root, name),
    name,
    label: undefined,
  }));
  for (const label of folders) {
    const inside = await list(join(root, label));
    for (const file of inside.files) {
      entries.push({ path: join(root, label, file), name: `${label}/${file}`, label });
    }
  }
  return entries;
}

/** Whether there are folders inside the subfolders, where nobody looks for pictures. */
async function hasDeeper(root: string): Promise<boolean> {
  for (const label of (await list(root)).folders) {
    if ((await list(join(root, label))).folders.length > 0) return true;
  }
  return false;
}

async function list(folder: string): Promise<{ files: string[]; folders: string[] }> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    const [files, folders]: [string[], string[]] = [[], []];
    for (const entry of found) {
      // What a link leads to counts, and one that leads nowhere is not there.
      const kind = entry.isSymbolicLink()
        ? await stat(join(folder, entry.name)).catch(() => undefined)
        : entry;
      if (kind?.isFile() && isPictureName(entry.name)) files.push(entry.name);
      if (kind?.isDirectory() && !entry.name.startsWith('.')) folders.push(entry.name);
    }
    return { files: files.sort(), folders: folders.sort() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new NotFoundError(`Folder ${folder} does not exist.`, { cause: error });
    }
    throw new StorageError(`Folder ${folder} could not be read: ${code}.`, { cause: error });
  }
}

function isPictureName(name: string): boolean {
  return pictureEndings.some((ending) => name.toLowerCase().endsWith(ending));
}

async function readPicture(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > pictureFileLimit) {
    throw new InvalidFileError(`${path} has ${size} bytes; at most ${pictureFileLimit} are read.`);
  }
  return await readFile(path);
}
