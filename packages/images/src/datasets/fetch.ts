/**
 * Downloads a named dataset from its official address: resumed where it broke off, checked against the published sum,
 * renamed into place only when whole.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { gunzipSync } from 'node:zlib';
import {
  CorruptError,
  InvalidArgumentError,
  NetworkError,
  StorageError,
  throwIfAborted,
  UnknownNameError,
} from '@speil/api';
import { idxParts, namedDatasets, type IdxPart, type NamedDataset } from './catalogue.js';
import { cacheFolder } from './find.js';

export interface FetchProgress {
  readonly file: string;
  /** Bytes of this file that are here. */
  readonly received: number;
  /** Bytes of this file in all, where the server says so. */
  readonly total: number | undefined;
}

export interface FetchOptions {
  /** The dataset goes into a subfolder of its name. Default: the user's cache. */
  readonly dir?: string;
  /** Another address of the folder with the files, such as a mirror. */
  readonly baseUrl?: string;
  readonly onProgress?: (progress: FetchProgress) => void;
  readonly signal?: AbortSignal;
}

/** Far above any file here; a server that sends more is cut off. */
const fileLimit = 200 * 2 ** 20;

/**
 * @returns the folder.
 * @throws UnknownNameError, InvalidArgumentError (no official download), NetworkError, CorruptError, StorageError.
 */
export async function fetchDataset(name: string, options: FetchOptions = {}): Promise<string> {
  const dataset = namedDatasets.find((candidate) => candidate.name === name);
  if (dataset === undefined) {
    throw new UnknownNameError(
      'dataset',
      name,
      namedDatasets.map((candidate) => candidate.name),
    );
  }
  if (dataset.download === undefined) {
    throw new InvalidArgumentError(
      dataset.name.startsWith('emnist')
        ? `EMNIST comes as one archive (gzip.zip) from NIST's page; unpack ${dataset.prefix}*.gz into a folder and name it with --data-dir.`
        : `Dataset ${name} is embedded; there is nothing to fetch.`,
    );
  }
  const folder = join(options.dir ?? cacheFolder(), name);
  try {
    await mkdir(folder, { recursive: true });
    for (const part of idxParts) await fetchPart(dataset, part, folder, options);
  } catch (error) {
    throw readable(error, folder);
  }
  return folder;
}

async function fetchPart(
  dataset: NamedDataset,
  part: IdxPart,
  folder: string,
  options: FetchOptions,
): Promise<void> {
  const { address, md5 } = dataset.download!;
  const file = `${part}-${part.endsWith('images') ? 'idx3' : 'idx1'}-ubyte.gz`;
  const path = join(folder, file);
  if ((await sizeOf(path)) !== undefined && (await matches(path, md5[part]))) {
    options.onProgress?.({ file, received: (await sizeOf(path))!, total: await sizeOf(path) });
    return;
  }
  const url = new URL(file, (options.baseUrl ?? address).replace(/\/*$/u, '/'));
  const partial = `${path}.part`;
  await download(url, partial, file, md5[part], options);
  if (!(await matches(partial, md5[part]))) {
    await rm(partial, { force: true });
    throw new CorruptError(
      `${url.href} is not the published file: its md5 differs from ${md5[part].gzip}. Nothing was kept; try again or use another mirror.`,
    );
  }
  const handle = await open(partial, 'r+');
  await handle.sync().finally(() => handle.close());
  await rename(partial, path);
}

async function download(
  url: URL,
  path: string,
  file: string,
  sums: Sums,
  options: FetchOptions,
): Promise<void> {
  const { onProgress, signal } = options;
  throwIfAborted(signal);
  // No file is as large as the limit: what is here is something else, and going on from it would fail each time.
  if (((await sizeOf(path)) ?? 0) >= fileLimit) await rm(path, { force: true });
  const had = (await sizeOf(path)) ?? 0;
  const response = await request(url, had, signal);
  // 416: there is nothing beyond what is here. It is the whole file, or it is thrown away.
  if (response.status === 416 && had > 0) {
    if (await matches(path, sums)) return;
    await rm(path, { force: true });
    return await download(url, path, file, sums, options);
  }
  if (!response.ok || response.body === null) {
    throw new NetworkError(`${url.href} answered ${response.status} ${response.statusText}.`);
  }
  const resumed = response.status === 206;
  let received = resumed ? had : 0;
  const length = Number(response.headers.get('content-length'));
  const total = length > 0 ? received + length : undefined;
  const out = createWriteStream(path, { flags: resumed ? 'a' : 'w' });
  const done = finished(out);
  // The stream's error is reported below, by whichever await meets it.
  done.catch(() => undefined);
  try {
    for await (const chunk of Readable.fromWeb(response.body as ReadableStream<Uint8Array>)) {
      const bytes = chunk as Uint8Array;
      received += bytes.length;
      if (received > fileLimit) {
        throw new NetworkError(`${url.href} sends more than ${fileLimit} bytes; it was cut off.`);
      }
      if (!out.write(bytes)) await Promise.race([done, onceDrained(out)]);
      onProgress?.({ file, received, total });
    }
  } catch (error) {
    out.end();
    await done;
    if (signal?.aborted) throwIfAborted(signal);
    if (error instanceof NetworkError) {
      await rm(path, { force: true });
      throw error;
    }
    throw new NetworkError(
      `${url.href} broke off after ${received} bytes. Run the command again to go on from there.`,
      { cause: error },
    );
  }
  out.end();
  await done;
}

async function request(url: URL, had: number, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      // The addresses are the files' own: a redirect leads elsewhere.
      redirect: 'error',
      ...(had > 0 && { headers: { range: `bytes=${had}-` } }),
      ...(signal && { signal }),
    });
  } catch (error) {
    throwIfAborted(signal);
    throw new NetworkError(
      `${url.href} could not be reached. Check the connection, or fetch the file elsewhere and name its folder with --data-dir.`,
      { cause: error },
    );
  }
}

function onceDrained(out: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => out.once('drain', resolve));
}

interface Sums {
  readonly gzip: string;
  readonly raw: string;
}

/** Mirrors pack anew, so either the archive's sum or the content's may fit. */
async function matches(path: string, expected: Sums): Promise<boolean> {
  if (((await sizeOf(path)) ?? 0) > fileLimit) return false;
  const bytes = await readFile(path);
  const md5 = (data: Uint8Array): string => createHash('md5').update(data).digest('hex');
  if (md5(bytes) === expected.gzip) return true;
  if (expected.raw === '') return false;
  try {
    return md5(gunzipSync(bytes, { maxOutputLength: fileLimit })) === expected.raw;
  } catch {
    return false;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return await stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

function readable(error: unknown, folder: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^E[A-Z]+$/u.test(code)) {
    return new StorageError(`${folder} could not be written: ${code}.`, { cause: error });
  }
  return error as Error;
}
