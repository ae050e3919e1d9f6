/** A folder of PNG files as a dataset: a subfolder is a class; each picture is brought to one size. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import {
  InvalidFileError,
  NotFoundError,
  StorageError,
  type Dataset,
  type Split,
} from '@speil/api';
import { imageCodec, imageCodecId, type Picture } from '../picture.js';
import { decodePng } from '../pictures/png.js';
import { resize, toColour, toGrey } from '../pictures/transform.js';
import { pixelDataset } from './pixels.js';

export interface FolderOptions {
  readonly split: Split;
  /** `[height, width, channels]` that every picture is resized and turned grey or coloured to. */
  readonly shape: readonly number[];
}

/** A file larger than this is no picture to train on. */
const fileLimit = 64 * 2 ** 20;

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
 * @throws NotFoundError when the folder is not there or holds no PNG; InvalidFileError names the file that is broken.
 */
export async function folderDataset(
  folder: string,
  { split, shape }: FolderOptions,
): Promise<Dataset> {
  const codec = imageCodec({ id: imageCodecId, shape: [...shape] });
  const [height, width, channels] = codec.shape as [number, number, number];
  const top = await list(folder);
  const presplit = top.folders.includes('train') && top.folders.includes('test');
  const root = presplit ? join(folder, split) : folder;
  const all = await entriesOf(root);
  const entries = presplit ? all : all.filter(({ name }) => isHeldOut(name) === (split === 'test'));
  if (all.length === 0) throw new NotFoundError(`${root} holds no PNG files.`);
  const classNames = [...new Set(all.map(({ label }) => label ?? ''))].sort();
  const labelled = all.every(({ label }) => label !== undefined) && classNames.length <= 256;
  const size = width * height * channels;
  const pixels = new Uint8Array(entries.length * size);
  for (const [index, { path }] of entries.entries()) {
    const picture = decodePng(await readPicture(path), path);
    pixels.set(fit(picture, width, height, channels).pixels, index * size);
  }
  return pixelDataset({
    id: `${folder}/${split}`,
    shape: codec.shape,
    pixels,
    ...(labelled && {
      labels: Uint8Array.from(entries, ({ label }) => classNames.indexOf(label!)),
      classNames,
    }),
  });
}

/** A picture in the size and colours that a model takes. */
export function fit(picture: Picture, width: number, height: number, channels: number): Picture {
  return resize(channels === 1 ? toGrey(picture) : toColour(picture), width, height);
}

function isHeldOut(name: string): boolean {
  return createHash('sha256').update(name).digest()[0]! < 26;
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

async function list(folder: string): Promise<{ files: string[]; folders: string[] }> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    const names = (wanted: typeof found): string[] => wanted.map(({ name }) => name).sort();
    return {
      files: names(found.filter((e) => e.isFile() && e.name.toLowerCase().endsWith('.png'))),
      folders: names(found.filter((e) => e.isDirectory() && !e.name.startsWith('.'))),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new NotFoundError(`Folder ${folder} is not there.`, { cause: error });
    }
    throw new StorageError(`Folder ${folder} could not be read: ${code}.`, { cause: error });
  }
}

async function readPicture(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > fileLimit) {
    throw new InvalidFileError(`${path} has ${size} bytes; at most ${fileLimit} are read.`);
  }
  return await readFile(path);
}
