/// <reference types="node" />
/**
 * Downloads a file from its official URL. An interrupted download is resumed, the published checksum is verified, and
 * the file gets its final name only when it is complete.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable, type Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import { CorruptError, isSpeilError, NetworkError, StorageError, throwIfAborted } from '@speil/api';
import { makeFolder } from '@speil/api/node';
import { cacheFolder } from './places.js';

/** How far a download is. */
export interface FetchProgress {
  /** The file's name. */
  readonly file: string;
  /** Bytes of this file downloaded so far. */
  readonly received: number;
  /** Size of the file in bytes, if the server reports it. */
  readonly total: number | undefined;
}

/** How a file is downloaded. */
export interface DownloadOptions {
  /** Called as bytes arrive. */
  readonly onProgress?: (progress: FetchProgress) => void;
  /** Aborts the download. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
  /** Headers for the host of the URL, such as an authorization. They are not sent to a host that it redirects to. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a redirect to another host is followed. Default: none is. */
  readonly mayRedirectTo?: (url: URL) => boolean;
  /** What to do if the host cannot be reached, in a sentence for people. Default: advice about datasets. */
  readonly advice?: string;
}

/** The published checksums of a file, in hex. */
export interface Sums {
  /** `git` is the id that git gives to the content: the sha1 of `blob`, its size, a zero byte and the content. */
  readonly algorithm: 'md5' | 'sha256' | 'git';
  /** Checksum of the file as it is downloaded. */
  readonly file: string;
  /**
   * Checksum of the unpacked content of a gzipped file, if it is published: mirrors may compress the file differently.
   */
  readonly unpacked?: string;
}

/** Maximum size of a file, in bytes, far above that of any file in the catalogue. A larger download is aborted. */
const fileLimit = 200 * 2 ** 20;

/** How a dataset is downloaded. */
export interface FetchOptions extends DownloadOptions {
  /** The folder in which the dataset gets a subfolder with its name. Default: the user's cache. */
  readonly dir?: string;
  /** Another URL of the folder with the files, such as a mirror. */
  readonly baseUrl?: string;
}

/**
 * Creates a dataset's folder and calls `fill` to download its files.
 *
 * @param address the URL of the folder with the dataset's files. `options.baseUrl` takes precedence.
 * @param fill receives the URL, which ends in a slash, and the folder.
 * @returns the folder.
 * @throws StorageError if the folder cannot be written. @throws the errors of `fill`.
 */
export async function fetchInto(
  name: string,
  address: string,
  { dir = cacheFolder('data'), baseUrl = address }: FetchOptions,
  fill: (base: string, folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(dir, name);
  try {
    makeFolder(folder);
    await fill(baseUrl.replace(/\/*$/u, '/'), folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/u.test(code)) throw error;
    throw new StorageError(`${folder} could not be written: ${code}.`, { cause: error });
  }
  return folder;
}

/**
 * Downloads a file. Does nothing if the file exists and its checksum is correct.
 *
 * @param sums undefined for a file without a published checksum, which is downloaded as a whole each time.
 * @throws NetworkError, CorruptError, AbortedError, and file system errors.
 */
export async function downloadFile(
  url: URL,
  path: string,
  sums: Sums | undefined,
  options: DownloadOptions,
): Promise<void> {
  const file = basename(path);
  if (sums !== undefined && (await sizeOf(path)) !== undefined && (await matches(path, sums))) {
    options.onProgress?.({ file, received: (await sizeOf(path))!, total: await sizeOf(path) });
    return;
  }
  const partial = `${path}.part`;
  if (sums === undefined) await rm(partial, { force: true });
  await download(url, partial, file, sums, options);
  if (sums !== undefined && !(await matches(partial, sums))) {
    await rm(partial, { force: true });
    throw new CorruptError(
      `${url.href} is not the published file: its ${sums.algorithm} differs from ${sums.file}. Nothing was kept; try again or use another mirror.`,
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
  sums: Sums | undefined,
  options: DownloadOptions,
): Promise<void> {
  const { onProgress, signal } = options;
  throwIfAborted(signal);
  // No file is as large as the limit, so a partial file of that size cannot be resumed.
  if (((await sizeOf(path)) ?? 0) >= fileLimit) await rm(path, { force: true });
  const had = (await sizeOf(path)) ?? 0;
  const response = await request(url, had, options);
  // Status 416 means that no bytes are left to download. If the partial file is not the whole file, it is deleted.
  if (response.status === 416 && had > 0) {
    if (sums !== undefined && (await matches(path, sums))) return;
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
  // An error of the stream is reported below, by one of the awaits.
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
    // Also what a caller refuses while bytes arrive, such as too many of them.
    if (isSpeilError(error)) {
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

const usualAdvice =
  'Check the connection, or fetch the file elsewhere and name its folder with --data-dir.';

/** Number of redirects that are followed. */
const mostRedirects = 5;

async function request(
  url: URL,
  had: number,
  { signal, headers = {}, mayRedirectTo = () => false, advice = usualAdvice }: DownloadOptions,
): Promise<Response> {
  let target = url;
  for (let redirects = 0; ; redirects++) {
    const isSameHost = target.host === url.host && target.protocol === url.protocol;
    let response: Response;
    try {
      response = await fetch(target, {
        redirect: 'manual',
        headers: { ...(isSameHost && headers), ...(had > 0 && { range: `bytes=${had}-` }) },
        ...(signal && { signal }),
      });
    } catch (error) {
      throwIfAborted(signal);
      throw new NetworkError(`${url.href} could not be reached. ${advice}`, { cause: error });
    }
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, target) ? new URL(location, target) : undefined;
    const isAllowed =
      next !== undefined &&
      ((next.host === url.host && next.protocol === url.protocol) || mayRedirectTo(next));
    if (!isAllowed || redirects >= mostRedirects) {
      throw new NetworkError(
        `${url.href} redirects to ${next?.origin ?? 'an invalid address'}, which is refused. Nothing was kept.`,
      );
    }
    target = next;
  }
}

function onceDrained(out: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => out.once('drain', resolve));
}

/** Accepts the checksum of the file or of its content. */
async function matches(path: string, { algorithm, file, unpacked = '' }: Sums): Promise<boolean> {
  if (((await sizeOf(path)) ?? 0) > fileLimit) return false;
  if ((await sumOf(algorithm, createReadStream(path), await sizeOf(path))) === file) return true;
  if (unpacked === '') return false;
  try {
    const content = createReadStream(path).compose<Duplex>(createGunzip());
    return (await sumOf(algorithm, content)) === unpacked;
  } catch {
    return false;
  }
}

/** @param size the length of the stream, for `git`. */
async function sumOf(
  algorithm: Sums['algorithm'],
  stream: AsyncIterable<unknown>,
  size = 0,
): Promise<string> {
  const hash = createHash(algorithm === 'git' ? 'sha1' : algorithm);
  if (algorithm === 'git') hash.update(`blob ${size}\0`);
  let count = 0;
  for await (const piece of stream) {
    hash.update(piece as Buffer);
    // A decompression bomb is refused, whatever its checksum.
    if ((count += (piece as Buffer).length) > fileLimit) return '';
  }
  return hash.digest('hex');
}

async function sizeOf(path: string): Promise<number | undefined> {
  return await stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
