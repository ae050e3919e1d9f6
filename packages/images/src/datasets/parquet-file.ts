/**
 * Reads a Parquet file by row groups, in bounded memory. Files are untrusted: sizes and counts of the footer and of every page are
 * compared with the file and with limits before hyparquet unpacks anything.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { InvalidFileError, isSpeilError } from '@speil/api';
import {
  parquetMetadataAsync,
  parquetReadObjects,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
} from 'hyparquet';
import { compressors, decompressZstd } from 'hyparquet-compressors';
import { parquetHeader } from 'hyparquet/src/column.js';
import { toReadableError } from './records.js';

/** Maximum size of the footer in bytes: a file of a thousand row groups has about one megabyte. */
const footerLimit = 64 * 2 ** 20;
/** Maximum size of a row group's pictures, packed and unpacked. */
const groupLimit = 2 ** 30;
/** Maximum number of rows of a file. */
const mostRows = 2 ** 26;
/**
 * Maximum compression ratio of a large page: a higher ratio means a decompression bomb. Only small pages, of labels,
 * reach ratios of thousands.
 */
const bombRatio = 500;
const smallPage = 16 * 2 ** 20;

export interface ParquetFile {
  readonly path: string;
  readonly metadata: FileMetaData;
  /** Numbers of rows of the groups, in order. */
  readonly groups: readonly number[];
  /** Reads columns of a group. @throws InvalidFileError. */
  readGroup(group: number, columns: readonly string[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens a file; the caller closes it. @throws InvalidFileError for a file that is not Parquet, damaged or too large. */
export async function openParquet(path: string): Promise<ParquetFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    return await readFooter(path, handle);
  } catch (error) {
    await handle?.close();
    throw toParquetError(error, path);
  }
}

async function readFooter(path: string, handle: FileHandle): Promise<ParquetFile> {
  const { size } = await handle.stat();
  const file: AsyncBuffer = {
    byteLength: size,
    async slice(start, end = size) {
      const length = end - start;
      if (!(start >= 0 && length >= 0 && end <= size && length <= groupLimit)) {
        throw new InvalidFileError(
          `${path} claims bytes ${start} to ${end} of its ${size}; at most ${groupLimit} are read at a time. Write it with smaller row groups.`,
        );
      }
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, start);
      if (bytesRead === length) return bytes.buffer;
      throw new InvalidFileError(`${path} became shorter while it was read.`);
    },
  };
  const end = new DataView(await file.slice(Math.max(0, size - 8), size));
  if (end.byteLength < 8 || end.getUint32(4, true) !== 0x31524150) {
    throw new InvalidFileError(`${path} is not a Parquet file: it must end with PAR1.`);
  }
  const footer = end.getUint32(0, true);
  if (footer > Math.min(size - 8, footerLimit)) {
    throw new InvalidFileError(
      `${path} claims a footer of ${footer} bytes; the file has ${size}, and at most ${footerLimit} are read.`,
    );
  }
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const groups = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  const rows = groups.reduce((sum, count) => sum + count, 0);
  if (!groups.every((count) => Number.isInteger(count) && count >= 0) || rows > mostRows) {
    throw new InvalidFileError(`${path} claims ${rows} rows; 0 to ${mostRows} are read.`);
  }
  return {
    path,
    metadata,
    groups,
    async readGroup(group, columns) {
      const rowStart = groups.slice(0, group).reduce((sum, count) => sum + count, 0);
      const rowEnd = rowStart + groups[group]!;
      try {
        await checkPages(file, metadata, { group, columns, path });
        return await parquetReadObjects({
          file,
          metadata,
          columns: [...columns],
          rowStart,
          rowEnd,
          // Without this, hyparquet takes the bytes of pictures for text.
          utf8: false,
          compressors: boundedCompressors(path),
        });
      } catch (error) {
        throw toParquetError(error, path);
      }
    },
    close: () => handle.close(),
  };
}

interface Chunks {
  readonly group: number;
  readonly columns: readonly string[];
  readonly path: string;
}

/** Counts the values that pages claim before any is read: a few bytes may claim two billion values. */
async function checkPages(
  file: AsyncBuffer,
  { row_groups }: FileMetaData,
  { group, columns, path }: Chunks,
): Promise<void> {
  const { num_rows, columns: chunks } = row_groups[group]!;
  for (const { meta_data: meta } of chunks) {
    if (meta === undefined || !columns.includes(meta.path_in_schema[0]!)) continue;
    const from = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
    const to = from + Number(meta.total_compressed_size);
    const reader = { view: new DataView(await file.slice(from, to)), offset: 0 };
    let values = 0;
    while (reader.offset < reader.view.byteLength - 1) {
      const header = parquetHeader(reader);
      const words = header.dictionary_page_header?.num_values ?? 0;
      values += (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
      const sizes = [header.compressed_page_size, header.uncompressed_page_size, values, words];
      const isSound = sizes.every((value) => Number.isInteger(value) && value >= 0);
      if (!isSound || Math.max(values, words) > Number(num_rows)) {
        throw new InvalidFileError(
          `${path} holds a page of ${meta.path_in_schema.join('.')} that claims ${Math.max(values, words)} values in a group of ${num_rows} rows. Lists of pictures are not read.`,
        );
      }
      reader.offset += header.compressed_page_size;
    }
  }
}

/** @returns compressors for one group, which count the unpacked bytes. */
function boundedCompressors(path: string): Compressors {
  let total = 0;
  const bound =
    (unpack: NonNullable<Compressors['SNAPPY']>): NonNullable<Compressors['SNAPPY']> =>
    (input, length) => {
      total += length;
      const isBomb = length > smallPage && length > bombRatio * input.length;
      if (total <= groupLimit && !isBomb) return unpack(input, length);
      throw new InvalidFileError(
        `${path} claims to unpack ${input.length} bytes to ${length}; ${isBomb ? `more than ${bombRatio} to 1 is refused` : `at most ${groupLimit} of a row group are read. Write it with smaller row groups`}.`,
      );
    };
  const all = {
    ...compressors,
    // Unpack into an array of the checked size. Otherwise the size that the stream claims would be allocated.
    ZSTD: (input: Uint8Array, length: number) => decompressZstd(input, new Uint8Array(length)),
  };
  return Object.fromEntries(Object.entries(all).map(([codec, unpack]) => [codec, bound(unpack)]));
}

function toParquetError(error: unknown, path: string): Error {
  const known = toReadableError(error, path);
  if (isSpeilError(known)) return known;
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new InvalidFileError(
    `${path} is a damaged Parquet file, or one of an unknown kind: ${reason.replace(/\.$/u, '')}.`,
    { cause: error },
  );
}
