/**
 * Datasets of fixed-size records in files, such as those of CIFAR and NumPy. The records stay on the disk and are read
 * when they are requested, so a dataset may be larger than the memory. The operating system caches what fits.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import {
  InvalidArgumentError,
  InvalidFileError,
  NotFoundError,
  sizeOf,
  StorageError,
  type Dataset,
  type Factors,
} from '@speil/api';
import { withPrefetch } from './prefetch.js';

export interface RecordFile {
  readonly path: string;
  /** The content of the file, if it is in memory. */
  readonly data?: Buffer;
  /** Byte offset of the first record. */
  readonly offset: number;
  readonly count: number;
}

export interface RecordsOptions {
  readonly id: string;
  /** `[height, width, channels]`. */
  readonly shape: readonly number[];
  readonly files: readonly RecordFile[];
  readonly recordBytes: number;
  /** Decodes a record to `product(shape)` values from 0 to 1. @throws InvalidFileError for a record that is not a picture. */
  readonly decode: (record: Buffer, into: Float32Array) => void;
  /** Indices of the records, counted over all files. Default: all records. */
  readonly chosen?: ArrayLike<number>;
  readonly labels?: Uint8Array;
  readonly classNames?: readonly string[];
  readonly factors?: Factors;
  readonly description?: string;
  /** sha256 of the files, in hex. */
  readonly fingerprint: string;
}

type Handles = Map<string, Promise<FileHandle>>;

export function recordDataset(options: RecordsOptions): Dataset {
  const {
    id,
    shape,
    files,
    recordBytes,
    decode,
    chosen,
    labels,
    classNames,
    factors,
    description,
  } = options;
  const size = chosen?.length ?? files.reduce((sum, { count }) => sum + count, 0);
  const width = sizeOf(shape);
  const readRecord = async (index: number, handles: Handles): Promise<Buffer> => {
    let place = chosen?.[index] ?? index;
    let file = 0;
    while (place >= files[file]!.count) place -= files[file++]!.count;
    const { path, offset, data } = files[file]!;
    const at = offset + place * recordBytes;
    if (data !== undefined) return data.subarray(at, at + recordBytes);
    const handle = handles.get(path) ?? open(path);
    handles.set(path, handle);
    const record = Buffer.allocUnsafe(recordBytes);
    const { bytesRead } = await (await handle).read(record, 0, recordBytes, at);
    if (bytesRead === recordBytes) return record;
    throw new InvalidFileError(
      `${path} is truncated: ${recordBytes} bytes were expected at byte ${at}. Received: ${bytesRead}.`,
    );
  };
  return withPrefetch({
    id,
    size,
    shape,
    fingerprint: options.fingerprint,
    ...(labels && { labels }),
    ...(classNames && { classNames }),
    ...(factors && { factors }),
    ...(description !== undefined && { description }),
    async read(indices) {
      const handles: Handles = new Map();
      const values = new Float32Array(indices.length * width);
      const rows = Array.from(indices);
      const beyond = rows.find((index) => !(Number.isInteger(index) && index >= 0 && index < size));
      if (beyond !== undefined) {
        throw new InvalidArgumentError(
          `An index into ${id} must be from 0 to ${size - 1}. Received: ${beyond}.`,
        );
      }
      try {
        await settleAll(
          rows.map(async (index, row) =>
            decode(
              await readRecord(index, handles),
              values.subarray(row * width, (row + 1) * width),
            ),
          ),
        );
      } catch (error) {
        throw toReadableError(error, files[0]!.path);
      } finally {
        // Files are open only while a batch is read, since a dataset has no `close`.
        for (const handle of handles.values())
          await handle.then(
            (opened) => opened.close(),
            () => undefined,
          );
      }
      return { shape: [rows.length, ...shape], values };
    },
  });
}

/**
 * Waits for all promises, and then throws the first error. The files must not be closed before all reads have ended.
 */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
}

/** The sha256 of the content of files, one after the other, in hex. */
export class FilesFingerprint {
  readonly #hash: Hash = createHash('sha256');

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  value(): string {
    return this.#hash.digest('hex');
  }
}

/** Computes the sha256 of the files' content, in hex, as a stream. */
export async function computeFingerprint(paths: readonly string[]): Promise<string> {
  const fingerprint = new FilesFingerprint();
  for (const path of paths) {
    try {
      for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) {
        fingerprint.add(piece as Buffer);
      }
    } catch (error) {
      throw toReadableError(error, path);
    }
  }
  return fingerprint.value();
}

/** Converts a system error to a Speil error that names the file. */
export function toReadableError(error: unknown, path: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new NotFoundError(`${path} does not exist.`, { cause: error });
  if (code !== undefined && /^E[A-Z]+$/u.test(code)) {
    return new StorageError(`${path} could not be read: ${code}.`, { cause: error });
  }
  return error as Error;
}
