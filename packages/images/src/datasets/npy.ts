/**
 * Reads and writes NumPy's array format (NEP 1, versions 1 to 3): a magic number, a Python dictionary as text, then the
 * values. Nothing is evaluated. The dictionary must have the form that NumPy writes. Arrays of Python objects are
 * refused, because they are pickles, which could run code.
 */
import { open } from 'node:fs/promises';
import { InvalidFileError, parseWith, sizeOf } from '@speil/api';
import { fromFloat16 } from '@speil/core/node';
import * as z from 'zod';
import { toReadableError } from './records.js';

/** The size of a value in bytes and the function that reads it, by NumPy's name of the type without the byte order. */
const types = {
  b1: { bytes: 1, read: (view: DataView, at: number) => view.getUint8(at) },
  u1: { bytes: 1, read: (view: DataView, at: number) => view.getUint8(at) },
  i1: { bytes: 1, read: (view: DataView, at: number) => view.getInt8(at) },
  u2: { bytes: 2, read: (view: DataView, at: number, le: boolean) => view.getUint16(at, le) },
  i2: { bytes: 2, read: (view: DataView, at: number, le: boolean) => view.getInt16(at, le) },
  u4: { bytes: 4, read: (view: DataView, at: number, le: boolean) => view.getUint32(at, le) },
  i4: { bytes: 4, read: (view: DataView, at: number, le: boolean) => view.getInt32(at, le) },
  u8: {
    bytes: 8,
    read: (view: DataView, at: number, le: boolean) => Number(view.getBigUint64(at, le)),
  },
  i8: {
    bytes: 8,
    read: (view: DataView, at: number, le: boolean) => Number(view.getBigInt64(at, le)),
  },
  f2: {
    bytes: 2,
    read: (view: DataView, at: number, le: boolean) => fromFloat16(view.getUint16(at, le)),
  },
  f4: { bytes: 4, read: (view: DataView, at: number, le: boolean) => view.getFloat32(at, le) },
  f8: { bytes: 8, read: (view: DataView, at: number, le: boolean) => view.getFloat64(at, le) },
} as const;
export type NpyType = keyof typeof types;

export interface NpyHeader {
  readonly type: NpyType;
  readonly littleEndian: boolean;
  readonly shape: readonly number[];
  /** Byte offset of the first value. */
  readonly offset: number;
  /** Size of a value in bytes. */
  readonly bytes: number;
}

const headerSchema = z.strictObject({
  descr: z
    .string()
    .refine((text) => !text.includes('O'), 'arrays of Python objects are pickles and are not read')
    .refine(
      (text) => /^[<>|=]?[a-z]\d$/u.test(text) && text.slice(-2) in types,
      `whole numbers, floats, or booleans are read (${Object.keys(types).join(', ')})`,
    ),
  fortran_order: z.literal(false, {
    error: 'values in Fortran order are not read; save numpy.ascontiguousarray(a)',
  }),
  shape: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 40),
    )
    .max(8),
});

/** Maximum header size in bytes; version 1 of the format has the same limit. */
const headerLimit = 2 ** 16;

/**
 * @param start the first bytes, `headerLimit` of them or the whole file.
 * @param what the array's name, for errors.
 * @throws InvalidFileError for a file that is not an array, or not a supported one.
 */
export function parseNpyHeader(start: Buffer, what: string): NpyHeader {
  const refuse = (reason: string): InvalidFileError =>
    new InvalidFileError(`${what} is not a NumPy array: ${reason}.`);
  if (start.length < 12 || start.toString('latin1', 0, 6) !== '\x93NUMPY') {
    throw refuse(start[0] === 0x80 ? 'it is a pickle, which is not read' : 'no magic number');
  }
  const version = start[6]!;
  if (version < 1 || version > 3) throw refuse(`version ${version} is unknown`);
  const from = version === 1 ? 10 : 12;
  const length = version === 1 ? start.readUInt16LE(8) : start.readUInt32LE(8);
  const offset = from + length;
  if (offset > start.length) throw refuse(`its header claims ${length} bytes`);
  const header = parseWith(
    headerSchema,
    parseDictionary(start.toString('latin1', from, offset)),
    what,
  );
  const type = header.descr.slice(-2) as NpyType;
  return {
    type,
    littleEndian: !header.descr.startsWith('>'),
    shape: header.shape,
    offset,
    bytes: types[type].bytes,
  };
}

/** Parses a Python dictionary of a string, a boolean and a tuple of integers; returns undefined for anything else. */
function parseDictionary(text: string): unknown {
  const entry =
    /\s*(?:'(\w+)'|"(\w+)"):\s*('[^']*'|"[^"]*"|True|False|\((?:\s*\d+L?\s*,?)*\)|\[.*\])\s*(?:,|(?=\}))/uy;
  const found: Record<string, unknown> = {};
  const open = /^\s*\{/u.exec(text);
  if (open === null) return undefined;
  entry.lastIndex = open[0].length;
  for (let match = entry.exec(text), at = entry.lastIndex; match; match = entry.exec(text)) {
    const [, single, double, value] = match as unknown as [
      string,
      string | undefined,
      string | undefined,
      string,
    ];
    const key = single ?? double!;
    at = entry.lastIndex;
    if (/^['"]/u.test(value)) found[key] = value.slice(1, -1);
    else if (value.startsWith('(')) found[key] = (value.match(/\d+/gu) ?? []).map(Number);
    else if (value.startsWith('[')) found[key] = 'a record of several fields';
    else found[key] = value === 'True';
    if (/^\s*\}\s*$/u.test(text.slice(at))) return found;
  }
  return undefined;
}

/** Reads the header of a file and compares it with the file's size. @throws InvalidFileError, NotFoundError, StorageError. */
export async function readNpyHeader(path: string): Promise<NpyHeader> {
  try {
    const handle = await open(path);
    try {
      const start = Buffer.alloc(headerLimit);
      const { bytesRead } = await handle.read(start, 0, headerLimit, 0);
      const header = parseNpyHeader(start.subarray(0, bytesRead), path);
      checkSize(header, (await handle.stat()).size, path);
      return header;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toReadableError(error, path);
  }
}

/** @throws InvalidFileError unless the header's shape matches the file's size. */
export function checkSize({ shape, offset, bytes }: NpyHeader, size: number, what: string): void {
  const expected = offset + sizeOf(shape) * bytes;
  if (expected === size) return;
  throw new InvalidFileError(
    `${what} claims shape [${shape.join(', ')}], ${expected} bytes with its header. Received: ${size} bytes.`,
  );
}

/**
 * Reads values of an array from its bytes.
 *
 * @param into receives the values; its length is the number of values that are read.
 */
export function readNpyValues(
  { type, littleEndian, bytes }: NpyHeader,
  data: Uint8Array,
  into: Float32Array | Uint8Array | Float64Array,
): void {
  if (type === 'u1') {
    into.set(data.subarray(0, into.length));
    return;
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const { read } = types[type];
  for (let i = 0; i < into.length; i++) into[i] = read(view, i * bytes, littleEndian);
}

/**
 * Creates the header of a `.npy` file, version 1, little-endian, in C order, for `numpy.load`.
 *
 * @param shape the shape of the whole array. @param type `f4` for 32-bit floats, `u1` for bytes.
 * @returns the header; the values follow it, row-major.
 */
export function npyFileHeader(shape: readonly number[], type: 'f4' | 'u1' | 'i4'): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const descr = type === 'u1' ? '|u1' : `<${type}`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The values begin at a multiple of 64 bytes, and the text ends with a line feed.
  const padded = `${text.padEnd(Math.ceil((11 + text.length) / 64) * 64 - 11)}\n`;
  const header = Buffer.alloc(10 + padded.length);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(padded.length, 8);
  header.write(padded, 10, 'latin1');
  return header;
}
