/**
 * Parquet files of pictures, in the layout that Hugging Face publishes: a column {bytes, path} and a column of labels. The pictures
 * stay as they are stored, in memory or, if they are large, in a file of the user's cache; each is decoded when it is read.
 */
import { basename } from 'node:path';
import { NotFoundError, type Dataset } from '@speil/api';
import { factsOfPictures, type PictureFacts } from './facts.js';
import { findColumns } from './parquet-columns.js';
import { openParquet } from './parquet-file.js';
import { defaultMemory } from './pixels.js';
import type { Place } from './places.js';
import { computeFingerprint } from './records.js';
import { findShards, type Shards } from './shards.js';
import {
  claimedSizeOf,
  storedDataset,
  type ContainerOptions,
  type StoredPicture,
} from './stored.js';
import type { Inspected } from './survey.js';
import { unpackOnce } from './unpack.js';

const parquetEnding = '.parquet';

/**
 * @param path a file, or a folder of such files whose names tell their parts.
 * @throws InvalidFileError, NotFoundError, StorageError: one line each.
 */
export async function parquetDataset(path: string, options: ContainerOptions): Promise<Dataset> {
  const shards = await findShards(path, parquetEnding, options.split);
  const { part, paths } = shards;
  const fingerprint = await computeFingerprint(paths);
  const { classNames, size } = await describe(paths);
  const { memory = defaultMemory } = options;
  const open = (store: (bytes: Uint8Array) => Place | Promise<Place>): Promise<Dataset> =>
    storedDataset(readPictures(shards, store), {
      ...options,
      path,
      id: `${shards.name}/${part}`,
      classNames,
      fingerprint,
    });
  if (size <= memory) return await open((bytes) => bytes);
  const name = `${fingerprint}-${part}.pictures`;
  return await unpackOnce(name, options.env, (add) => open(add));
}

/** Reads the headers of the first group's pictures. */
export async function inspectParquet(path: string): Promise<PictureFacts> {
  const { paths, includes } = await findShards(path, parquetEnding, 'train');
  const inspected: Inspected[] = [];
  let [row, count] = [0, 0];
  let classes: number | undefined;
  for (const shard of paths) {
    const file = await openParquet(shard);
    try {
      const columns = findColumns(file.metadata, shard);
      classes ??= columns.classNames?.length;
      if (inspected.length === 0 && file.groups.length > 0) {
        for (const cells of await file.readGroup(0, [columns.image])) {
          const size = claimedSizeOf(bytesOf(cells[columns.image]));
          if (size !== undefined) inspected.push(size);
        }
      }
    } finally {
      await file.close();
    }
    const end = row + file.groups.reduce((sum, rows) => sum + rows, 0);
    for (; row < end; row++) if (includes(String(row))) count++;
  }
  if (inspected.length > 0) return factsOfPictures(inspected, count, classes);
  throw new NotFoundError(`${path} holds no picture that can be read among its first ones.`);
}

interface Description {
  readonly classNames: readonly string[] | undefined;
  /** Bytes of the unpacked pictures, as the files claim. */
  readonly size: number;
}

async function describe(paths: readonly string[]): Promise<Description> {
  let classNames: readonly string[] | undefined;
  let size = 0;
  for (const path of paths) {
    const file = await openParquet(path);
    await file.close();
    const { metadata } = file;
    const columns = findColumns(metadata, path);
    classNames ??= columns.classNames;
    for (const { meta_data: meta } of metadata.row_groups.flatMap((group) => group.columns)) {
      if (meta?.path_in_schema[0] === columns.image) size += Number(meta.total_uncompressed_size);
    }
  }
  return { classNames, size };
}

/** The pictures of the part, by row groups. */
async function* readPictures(
  { paths, includes }: Shards,
  store: (bytes: Uint8Array) => Place | Promise<Place>,
): AsyncGenerator<readonly StoredPicture[]> {
  let index = 0;
  for (const path of paths) {
    let row = 0;
    const shard = basename(path);
    const file = await openParquet(path);
    try {
      const { image, label } = findColumns(file.metadata, path);
      const columns = label === undefined ? [image] : [image, label];
      for (const group of file.groups.keys()) {
        const pictures: StoredPicture[] = [];
        for (const cells of await file.readGroup(group, columns)) {
          const name = `${shard} row ${row++}${pathOf(cells[image])}`;
          if (!includes(String(index++))) continue;
          const bytes = bytesOf(cells[image]) ?? new Uint8Array(0);
          pictures.push({
            name,
            bytes,
            keep: () => store(bytes),
            label: toNumber(cells[label ?? '']),
          });
        }
        yield pictures;
      }
    } finally {
      await file.close();
    }
  }
}

const toNumber = (cell: unknown): number | undefined =>
  typeof cell === 'bigint' || typeof cell === 'number' ? Number(cell) : undefined;

/** The bytes of a cell: the cell itself, or its field `bytes`. */
function bytesOf(cell: unknown): Uint8Array | undefined {
  if (cell instanceof Uint8Array) return cell;
  const inner = (cell as { readonly bytes?: unknown } | null | undefined)?.bytes;
  return inner instanceof Uint8Array ? inner : undefined;
}

/** The file's name that a cell holds, for messages. */
function pathOf(cell: unknown): string {
  const path = (cell as { readonly path?: unknown } | null | undefined)?.path;
  return typeof path === 'string' && path.length < 200 ? ` (${path.replace(/\s+/gu, ' ')})` : '';
}
