/**
 * Files in the user's cache with the unpacked content of a container that is larger than the memory. A file's name contains the
 * container's sha256: it is written once, and found again the next time.
 */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CorruptError } from '@speil/api';
import { cacheFolder, type Environment } from '@speil/core/node';
import { toReadableError } from './records.js';

/** Bytes that are written at a time. */
const piece = 2 ** 20;

/** A range of a file. */
export interface FilePlace {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * @param name the name of the file. Different content must have different names.
 * @param work adds all of the content, piece by piece, and does not change a piece later. Each call of `add` returns
 *   the place of its piece. The pieces are in the file when `unpackOnce` has returned.
 * @throws CorruptError if the file in the cache has another size; StorageError if the disk is full.
 */
export async function unpackOnce<T>(
  name: string,
  env: Environment | undefined,
  work: (add: (bytes: Uint8Array) => Promise<FilePlace>) => Promise<T>,
): Promise<T> {
  const folder = cacheFolder('data', env);
  const path = join(folder, name);
  const there = await stat(path).catch(() => undefined);
  const partial = `${path}.${process.pid}.part`;
  let offset = 0;
  try {
    await mkdir(folder, { recursive: true });
    const handle = there === undefined ? await open(partial, 'w') : undefined;
    let waiting: Uint8Array[] = [];
    let size = 0;
    const flush = async (): Promise<void> => {
      await handle?.writeFile(Buffer.concat(waiting));
      [waiting, size] = [[], 0];
    };
    let result: T;
    try {
      result = await work(async (bytes) => {
        waiting.push(bytes);
        size += bytes.length;
        if (size >= piece) await flush();
        offset += bytes.length;
        return { path, offset: offset - bytes.length, length: bytes.length };
      });
      await flush();
      await handle?.sync();
    } finally {
      await handle?.close();
    }
    if (handle !== undefined) await rename(partial, path);
    else if (there!.size !== offset) {
      throw new CorruptError(
        `${path} must have ${offset} bytes. Received: ${there!.size}. Delete it; it is written again.`,
      );
    }
    return result;
  } catch (error) {
    await rm(partial, { force: true });
    throw toReadableError(error, partial);
  }
}

/**
 * Like `unpackOnce`, for content whose size is known: what is there already is not unpacked again.
 *
 * @param size the size of the content in bytes.
 * @returns the path of the file.
 */
export async function unpackFile(
  name: string,
  env: Environment | undefined,
  size: number,
  work: (add: (bytes: Uint8Array) => Promise<FilePlace>) => Promise<void>,
): Promise<string> {
  const path = join(cacheFolder('data', env), name);
  const there = await stat(path).catch(() => undefined);
  if (there?.size !== size) await unpackOnce(name, env, work);
  return path;
}
