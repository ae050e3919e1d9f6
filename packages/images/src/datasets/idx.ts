/**
 * Reads IDX, the format of MNIST: a magic number, big-endian dimensions, then bytes. Files are untrusted: before memory
 * for the size in the header is allocated, that size is compared with what the file can contain.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { InvalidFileError, NotFoundError, sizeOf, StorageError } from '@speil/api';

export interface IdxFile {
  /** `[count]` for labels, `[count, height, width]` for images. */
  readonly shape: readonly number[];
  /** Row-major bytes. */
  readonly data: Uint8Array;
  /** The header of the file, unchanged. */
  readonly header: Uint8Array;
}

/** Maximum unpacked size of a file: all 814,255 images of EMNIST by class in one file are 638 MB. */
const sizeLimit = 2 ** 30;
/** Maximum compression ratio of deflate. */
const deflateLimit = 1032;

/**
 * @param path a plain or gzipped file; its first bytes show which.
 * @param dimensions 1 for labels, 3 for images.
 * @throws NotFoundError, StorageError, or InvalidFileError with what was expected and what was received.
 */
export async function readIdx(path: string, dimensions: 1 | 3): Promise<IdxFile> {
  const packed = await sizeOnDisk(path);
  const gzipped = await startsAsGzip(path);
  const raw = createReadStream(path);
  const stream: Readable = gzipped ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => stream.destroy(error));
  const headerLength = 4 + 4 * dimensions;
  let header = Buffer.alloc(0);
  let shape: number[] | undefined;
  let data: Uint8Array | undefined;
  let filled = 0;
  try {
    for await (const piece of stream) {
      let chunk = piece as Buffer;
      if (data === undefined) {
        header = Buffer.concat([header, chunk]);
        if (header.length < headerLength) continue;
        chunk = header.subarray(headerLength);
        header = header.subarray(0, headerLength);
        shape = parseHeader(header, dimensions, path);
        const size = sizeOf(shape);
        checkClaim(path, shape, size, gzipped ? packed * deflateLimit : packed - headerLength);
        data = new Uint8Array(size);
      }
      if (filled + chunk.length > data.length) {
        throw new InvalidFileError(
          `${path} holds more than its header says: shape [${shape!.join(', ')}] is ${data.length} bytes.`,
        );
      }
      data.set(chunk, filled);
      filled += chunk.length;
    }
  } catch (error) {
    stream.destroy();
    raw.destroy();
    throw toReadableError(error, path);
  }
  if (data === undefined || shape === undefined) {
    throw new InvalidFileError(
      `${path} is not an IDX file: it holds ${header.length} bytes, less than a header.`,
    );
  }
  if (filled < data.length) {
    throw new InvalidFileError(
      `${path} is truncated: its header says shape [${shape.join(', ')}], ${data.length} bytes. Received: ${filled}.`,
    );
  }
  return { shape, data, header };
}

function parseHeader(header: Buffer, dimensions: number, path: string): number[] {
  const expected = 0x0800 | dimensions;
  const magic = header.readUInt32BE(0);
  if (magic !== expected) {
    throw new InvalidFileError(
      `${path} is not an IDX file of bytes with ${dimensions} dimensions: it must begin with 0x${hex(expected)}. Received: 0x${hex(magic)}.`,
    );
  }
  const shape = Array.from({ length: dimensions }, (_, i) => header.readUInt32BE(4 + 4 * i));
  // Images without pixels take no bytes, so a header could declare any number of them.
  if (shape.slice(1).includes(0)) {
    throw new InvalidFileError(
      `${path} claims images without pixels: height and width must be at least 1. Received: shape [${shape.join(', ')}].`,
    );
  }
  return shape;
}

function checkClaim(path: string, shape: readonly number[], size: number, possible: number): void {
  if (size > sizeLimit || size > possible) {
    throw new InvalidFileError(
      `${path} claims shape [${shape.join(', ')}], ${size} bytes; the file can hold at most ${Math.max(0, Math.min(possible, sizeLimit))}.`,
    );
  }
}

async function sizeOnDisk(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw toReadableError(error, path);
  }
}

async function startsAsGzip(path: string): Promise<boolean> {
  const stream = createReadStream(path, { end: 1 });
  try {
    for await (const chunk of stream) {
      const bytes = chunk as Buffer;
      return bytes[0] === 0x1f && bytes[1] === 0x8b;
    }
  } catch (error) {
    throw toReadableError(error, path);
  }
  return false;
}

function toReadableError(error: unknown, path: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new NotFoundError(`${path} does not exist.`, { cause: error });
  if (code === 'Z_BUF_ERROR') {
    return new InvalidFileError(`${path} is truncated: its gzip stream ends early.`, {
      cause: error,
    });
  }
  if (code?.startsWith('Z_')) {
    return new InvalidFileError(`${path} is a damaged gzip file: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  if (code !== undefined && /^E[A-Z]+$/u.test(code)) {
    return new StorageError(`${path} could not be read: ${code}.`, { cause: error });
  }
  return error as Error;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
