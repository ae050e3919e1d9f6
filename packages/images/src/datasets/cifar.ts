/**
 * Reads CIFAR-10's binary version: six files of records, in an archive of 170 MB. No Python pickles are read. This code
 * was tested with archives of the same form that a test creates. It was not tested with the original archive, which not
 * every machine can download.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InvalidFileError, throwIfAborted, type Dataset, type ScoredSplit } from '@speil/api';
import { downloadFile, type DownloadOptions } from '@speil/core/node';
import type { CifarDataset } from './catalogue.js';
import { cifarFiles, cifarRecordBytes } from './cifar-files.js';
import { toReadableError, recordDataset } from './records.js';
import { tarEntries, toArchiveError } from './tar.js';

/** Maximum size of a file. A file of the original has 30,730,000 bytes. */
const fileLimit = 64 * 2 ** 20;
const plane = 32 * 32;

/**
 * @param folder the folder with the six files.
 * @throws InvalidFileError, NotFoundError, StorageError.
 */
export async function cifarDataset(
  { name, classNames }: CifarDataset,
  folder: string,
  split: ScoredSplit,
): Promise<Dataset> {
  const names = split === 'train' ? cifarFiles.slice(0, -1) : cifarFiles.slice(-1);
  const hash = createHash('sha256');
  const files: { path: string; offset: number; count: number }[] = [];
  const labels: Uint8Array[] = [];
  for (const file of names) {
    const path = join(folder, file);
    const bytes = await readRecords(path);
    hash.update(bytes);
    const count = bytes.length / cifarRecordBytes;
    files.push({ path, offset: 0, count });
    labels.push(Uint8Array.from({ length: count }, (_, i) => bytes[i * cifarRecordBytes]!));
  }
  const all = Uint8Array.from(labels.flatMap((part) => [...part]));
  const largest = all.reduce((a, b) => Math.max(a, b), 0);
  if (largest >= classNames.length) {
    throw new InvalidFileError(
      `${folder} holds label ${largest}; ${name} has ${classNames.length} classes.`,
    );
  }
  return recordDataset({
    id: `${name}/${split}`,
    shape: [32, 32, 3],
    files,
    recordBytes: cifarRecordBytes,
    decode(record, into) {
      for (let i = 0; i < plane; i++) {
        for (let c = 0; c < 3; c++) into[3 * i + c] = record[1 + c * plane + i]! / 255;
      }
    },
    labels: all,
    classNames,
    fingerprint: hash.digest('hex'),
  });
}

async function readRecords(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > 0 && size <= fileLimit && size % cifarRecordBytes === 0) return await readFile(path);
    throw new InvalidFileError(
      `${path} must hold whole records of ${cifarRecordBytes} bytes, ${fileLimit} bytes at most. Received: ${size} bytes.`,
    );
  } catch (error) {
    throw toReadableError(error, path);
  }
}

/**
 * Downloads the archive and extracts its six files. The archive is not kept.
 *
 * @param base URL of the folder with the archive.
 */
export async function fetchCifar(
  { download: { file, md5 } }: CifarDataset,
  base: string,
  folder: string,
  options: DownloadOptions,
): Promise<void> {
  const paths = cifarFiles.map((name) => join(folder, name));
  const there = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  if (there.every((size) => size > 0)) {
    there.forEach((size, i) =>
      options.onProgress?.({ file: cifarFiles[i]!, received: size, total: size }),
    );
    return;
  }
  const archive = join(folder, file);
  await downloadFile(new URL(file, base), archive, { algorithm: 'md5', file: md5 }, options);
  await unpack(archive, folder, options.signal);
  await rm(archive);
}

/** Writes only files with known names, in whatever folder of the archive they are. */
async function unpack(archive: string, folder: string, signal?: AbortSignal): Promise<void> {
  const missing = new Set<string>(cifarFiles);
  try {
    for await (const entry of tarEntries(archive, createGunzip())) {
      throwIfAborted(signal);
      const name = basename(entry.header.name);
      if (entry.header.type !== 'file' || !missing.has(name)) {
        entry.resume();
        continue;
      }
      const { size = 0 } = entry.header;
      if (size > fileLimit) {
        throw new InvalidFileError(
          `${archive} claims ${size} bytes for ${name}; at most ${fileLimit} are read.`,
        );
      }
      const partial = join(folder, `${name}.part`);
      await pipeline(entry, createWriteStream(partial, { flush: true }));
      await rename(partial, join(folder, name));
      missing.delete(name);
    }
  } catch (error) {
    throw toArchiveError(error, archive);
  }
  if (missing.size > 0) {
    throw new InvalidFileError(`${archive} lacks ${[...missing].join(', ')}.`);
  }
}
