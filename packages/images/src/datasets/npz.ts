/**
 * Reads NumPy's archives, `.npz`: ZIP files of `.npy` files. Archives are untrusted. Before an entry is unpacked, its
 * declared size is compared with its own header and with a limit. The unpacked bytes are counted.
 */
import { crc32 } from 'node:zlib';
import { CorruptError, InvalidFileError, isSpeilError } from '@speil/api';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { checkSize, parseNpyHeader, type NpyHeader } from './npy.js';
import { toReadableError } from './records.js';

export interface NpzArray {
  readonly header: NpyHeader;
  /** The values, without the header. */
  readonly data: Buffer;
}

/** Maximum unpacked size of an array. */
const sizeLimit = 2 ** 30;
/**
 * Maximum compression ratio of a large entry. Pictures compress by a factor of a hundred at most, so a higher ratio
 * means a decompression bomb.
 */
const bombRatio = 500;
const smallEntry = 64 * 2 ** 20;
/** Maximum number of entries. Users name each array of an archive by hand, so real archives have few. */
const mostEntries = 1000;

/** Names of the arrays, without `.npy`. @throws InvalidFileError, NotFoundError, StorageError. */
export async function npzNames(path: string): Promise<readonly string[]> {
  const names: string[] = [];
  await eachEntry(path, (name) => Promise.resolve(void names.push(name)));
  return names;
}

/**
 * @param names the names of the requested arrays. The result does not contain arrays that the archive lacks.
 * @throws InvalidFileError for a decompression bomb, a pickle, or a damaged file; NotFoundError, StorageError.
 */
export async function readNpz(
  path: string,
  names: readonly string[],
): Promise<Readonly<Record<string, NpzArray>>> {
  const found: Record<string, NpzArray> = {};
  await eachEntry(path, async (name, entry, zip) => {
    if (names.includes(name)) found[name] = await unpack(zip, entry, path);
  });
  return found;
}

async function eachEntry(
  path: string,
  visit: (name: string, entry: Entry, zip: ZipFile) => Promise<void>,
): Promise<void> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false });
    if (zip.entryCount > mostEntries) {
      throw new InvalidFileError(
        `${path} holds ${zip.entryCount} files; at most ${mostEntries} are allowed.`,
      );
    }
    for await (const entry of zip.eachEntry()) {
      await visit(entry.fileName.replace(/\.npy$/u, ''), entry, zip);
    }
  } catch (error) {
    throw readable(error, path);
  } finally {
    zip?.close();
  }
}

async function unpack(zip: ZipFile, entry: Entry, path: string): Promise<NpzArray> {
  let [data, filled] = [Buffer.alloc(0), 0];
  const header = await unpackPieces(zip, entry, { path, limit: sizeLimit }, ({ offset }) => {
    data = Buffer.allocUnsafeSlow(entry.uncompressedSize - offset);
    return (piece) => void (filled += piece.copy(data, filled));
  });
  return { header, data };
}

/** Receives the values of an array in pieces of any size. */
export type PieceSink = (piece: Buffer) => void | Promise<void>;

interface UnpackLimits {
  readonly path: string;
  /** Maximum unpacked size of the array, in bytes. */
  readonly limit: number;
}

/**
 * Unpacks an array that may be larger than the memory.
 *
 * @param begin receives the header, which has been checked, before the first piece.
 * @returns the header; undefined if there is no array of this name.
 * @throws what `readNpz` throws.
 */
export async function streamNpz(
  name: string,
  limits: UnpackLimits,
  begin: (header: NpyHeader) => PieceSink,
): Promise<NpyHeader | undefined> {
  let found: NpyHeader | undefined;
  await eachEntry(limits.path, async (one, entry, zip) => {
    if (one === name) found = await unpackPieces(zip, entry, limits, begin);
  });
  return found;
}

async function unpackPieces(
  zip: ZipFile,
  entry: Entry,
  { path, limit }: UnpackLimits,
  begin: (header: NpyHeader) => PieceSink,
): Promise<NpyHeader> {
  const what = `${path}: ${entry.fileName}`;
  const { uncompressedSize: size, compressedSize } = entry;
  const bomb = size > smallEntry && size > bombRatio * compressedSize;
  if (size > limit || bomb) {
    throw new InvalidFileError(
      `${what} claims to unpack from ${compressedSize} to ${size} bytes; ${bomb ? `more than ${bombRatio} to 1 is refused` : `at most ${limit} are read. Save the array as .npy, which is read from the disk`}.`,
    );
  }
  const stream = await zip.openReadStreamPromise(entry);
  let header: NpyHeader | undefined;
  let sink: PieceSink | undefined;
  let start: Buffer = Buffer.alloc(0);
  let sum = 0;
  const open = async (): Promise<void> => {
    header = parseNpyHeader(start, what);
    checkSize(header, size, what);
    sink = begin(header);
    await sink(start.subarray(header.offset));
  };
  // Check the header before memory for the declared size of the entry is allocated.
  for await (const piece of stream as AsyncIterable<Buffer>) {
    sum = crc32(piece, sum);
    if (sink !== undefined) await sink(piece);
    else {
      start = Buffer.concat([start, piece]);
      if (start.length >= Math.min(size, 2 ** 17)) await open();
    }
  }
  if (sink === undefined) await open();
  if (sum !== entry.crc32) {
    throw new CorruptError(`${what} is damaged: its checksum does not match.`);
  }
  return header!;
}

function readable(error: unknown, path: string): Error {
  const known = toReadableError(error, path);
  if (isSpeilError(known)) return known;
  return new InvalidFileError(
    `${path} is a damaged archive: ${known.message.split('\n')[0]!.replace(/\.$/u, '')}.`,
    { cause: error },
  );
}
