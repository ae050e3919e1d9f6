/**
 * Gets a packed model from the Hugging Face hub, npm's registry or a web server. Only the files of a model are taken, of
 * a size that is known beforehand and limited; their checksums and the model itself are checked before the folder
 * appears. Nothing is executed. A download that broke off continues, from files that are kept in the user's cache; two
 * pulls of one model take turns there.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createHash } from 'node:crypto';
import { IncompatibleError, InvalidFileError } from '@speil/api';
import { readModel, fromFiles } from '@speil/core';
import { cacheFolder } from '@speil/core/node';
import { makeFolder } from '@speil/api/node';
import { guardStorage } from '@speil/runs';
import type { NamedFiles } from '../../domains/domain.js';
import { recogniseModel } from '../../domains/registry/domains.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import { formatBytes } from '../../report/format.js';
import { checkSums, readSums } from '../checksums.js';
import { readModelFiles, sumsFile } from '../package-files.js';
import { withDownloadLock } from './download-lock.js';
import type { PullOptions, RemotePackage } from './remote-package.js';

/** @param from `hf:OWNER/NAME`, `npm:NAME` or an address. @throws UsageError; what the place answers. */
export async function findPackage(
  from: string,
  options: PullOptions,
  io: Io,
): Promise<RemotePackage> {
  if (from.startsWith('hf:')) return (await import('./from-hub.js')).findOnHub(from.slice(3), io);
  if (from.startsWith('npm:')) {
    return (await import('./from-registry.js')).findOnRegistry(from.slice(4), options, io);
  }
  if (/^https?:\/\//u.test(from)) return (await import('./from-web.js')).findOnWeb(from, io);
  throw new UsageError(
    `A model is pulled from hf:OWNER/NAME, npm:NAME or an address (https://...). Received: ${from.slice(0, 100)}`,
  );
}

/**
 * @returns the files of the model, checked.
 * @throws CorruptError, InvalidFileError, IncompatibleError or NetworkError.
 */
export async function pullPackage(
  found: RemotePackage,
  { maxBytes }: PullOptions,
  io: Io,
): Promise<NamedFiles> {
  const { id, bytes } = found;
  if (bytes !== undefined && bytes > maxBytes) {
    throw new InvalidFileError(
      `${id} has ${bytes} bytes; at most ${maxBytes} are pulled. Allow more with --max-size.`,
    );
  }
  const key = createHash('sha256').update(id).digest('hex').slice(0, 32);
  const folder = path.join(cacheFolder('models', io.env), 'pulled', key);
  guardStorage('write', folder, () => makeFolder(path.dirname(folder)));
  return withDownloadLock(folder, id, io, () => download(found, folder, maxBytes, io));
}

async function download(
  found: RemotePackage,
  folder: string,
  maxBytes: number,
  io: Io,
): Promise<NamedFiles> {
  const { id, bytes } = found;
  guardStorage('write', folder, () => makeFolder(folder));
  await found.fetchTo(folder, (received) => {
    if (received > maxBytes) {
      throw new InvalidFileError(
        `${id} sends more than ${formatBytes(maxBytes)}, so it was cut off. Allow more with --max-size.`,
      );
    }
    io.progress.update(`${id}: ${formatBytes(received)}`, received, bytes);
  });
  const files = listedFiles(readModelFiles(folder), id);
  try {
    await checkFiles(files, id);
  } catch (error) {
    // What is not a sound model is downloaded again by the next command.
    fs.rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return files;
}

/** A place may hold files that were added later, or the cache those of another state: what is packed is listed. */
function listedFiles(files: NamedFiles, id: string): NamedFiles {
  const sums = files[sumsFile];
  if (sums === undefined) return files;
  const listed = readSums(new TextDecoder().decode(sums), id);
  return Object.fromEntries(
    Object.entries(files).filter(([name]) => name === sumsFile || listed.has(name)),
  );
}

async function checkFiles(files: NamedFiles, id: string): Promise<void> {
  const json = (file: string): Readonly<Record<string, unknown>> => {
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(files[file]));
      return typeof value === 'object' && value !== null ? { ...value } : {};
    } catch {
      return {};
    }
  };
  const recognised = recogniseModel({ has: (file) => Object.hasOwn(files, file), json });
  if (recognised === undefined) {
    throw new IncompatibleError(
      `${id} must hold a model: model.json, or a checkpoint of music. Received: ${Object.keys(files).join(', ') || 'no file of a model'}.`,
    );
  }
  const sums = files[sumsFile];
  if (sums !== undefined) checkSums(files, readSums(new TextDecoder().decode(sums), id), id);
  if (recognised.form === 'model') await readModel(fromFiles(id, files));
}
