/**
 * Reads arrays of numbers from a MAT-file of version 5 (MathWorks, MAT-File Format, R2023a, chapter 1): elements of a type and a size,
 * each packed by zlib or not. (The library mat-for-js is under the GPL.) Sizes are untrusted: each is compared with what there
 * is, and unpacking stops at a limit.
 */
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { InvalidFileError, sizeOf } from '@speil/api';
import { toReadableError } from './records.js';

/** Maximum size of the file, and of an unpacked element. */
const sizeLimit = 2 ** 30;
const headerBytes = 128;
/** Types of elements. */
const [matrixType, compressedType] = [14, 15];
const complexFlag = 0x0800;

/** How to read a number, by the type of its element. */
const numbers: Readonly<
  Record<number, { bytes: number; read: (at: Buffer, i: number) => number }>
> = {
  1: { bytes: 1, read: (data, i) => data.readInt8(i) },
  2: { bytes: 1, read: (data, i) => data.readUInt8(i) },
  3: { bytes: 2, read: (data, i) => data.readInt16LE(i) },
  4: { bytes: 2, read: (data, i) => data.readUInt16LE(i) },
  5: { bytes: 4, read: (data, i) => data.readInt32LE(i) },
  6: { bytes: 4, read: (data, i) => data.readUInt32LE(i) },
  7: { bytes: 4, read: (data, i) => data.readFloatLE(i) },
  9: { bytes: 8, read: (data, i) => data.readDoubleLE(i) },
};

export interface MatArray {
  /** The first dimension varies fastest. */
  readonly shape: readonly number[];
  /** The bytes of the numbers. */
  readonly data: Buffer;
  /** Bytes of a number. */
  readonly bytes: number;
  /** The number at a position. */
  at(index: number): number;
}

const unpack = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate);

/**
 * @param names the names of the arrays; missing arrays are not in the result.
 * @throws InvalidFileError for a file of another version, or a damaged one; NotFoundError, StorageError.
 */
export async function readMat(
  path: string,
  names: readonly string[],
): Promise<Readonly<Record<string, MatArray>>> {
  const file = await readWhole(path);
  checkHeader(file, path);
  const found: Record<string, MatArray> = {};
  for (let at = headerBytes; at < file.length;) {
    const element = readElement(file, at, path);
    // The next element follows a packed one without padding.
    at = element.type === compressedType ? element.end : element.next;
    const matrix =
      element.type === compressedType ? await unpackElement(element.data, path) : element;
    if (matrix.type !== matrixType) continue;
    const { name, array } = readMatrix(matrix.data, path);
    if (names.includes(name) && array !== undefined) found[name] = array;
  }
  return found;
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size <= sizeLimit) return await readFile(path);
    throw new InvalidFileError(`${path} has ${size} bytes; at most ${sizeLimit} are read.`);
  } catch (error) {
    throw toReadableError(error, path);
  }
}

function checkHeader(file: Buffer, path: string): void {
  const text = file.toString('latin1', 0, 10);
  if (text === 'MATLAB 7.3') {
    throw new InvalidFileError(`${path} is a MAT-file of version 7.3. Save it with -v7.`);
  }
  const isKnown = file.length >= headerBytes && file.readUInt16LE(124) === 0x0100;
  if (isKnown && file.toString('latin1', 126, 128) === 'IM') return;
  throw new InvalidFileError(
    `${path} is not a MAT-file of version 5 with the low byte first: its header says otherwise.`,
  );
}

interface Element {
  readonly type: number;
  readonly data: Buffer;
  /** The byte after its data, and after its padding. */
  readonly end: number;
  readonly next: number;
}

function readElement(buffer: Buffer, at: number, path: string): Element {
  const damaged = (): InvalidFileError =>
    new InvalidFileError(`${path} is a damaged MAT-file: an element at byte ${at} is incomplete.`);
  if (at + 8 > buffer.length) throw damaged();
  const tag = buffer.readUInt32LE(at);
  // An element of one to four bytes has its size in the upper half of its type.
  const small = tag >>> 16;
  const [type, from] = small > 0 ? [tag & 0xffff, at + 4] : [tag, at + 8];
  const size = small > 0 ? small : buffer.readUInt32LE(at + 4);
  const end = from + size;
  if (small > 4 || end > buffer.length) throw damaged();
  const next = small > 0 ? at + 8 : Math.ceil(size / 8) * 8 + from;
  return { type, data: buffer.subarray(from, end), end, next };
}

async function unpackElement(packed: Buffer, path: string): Promise<Element> {
  const data = await unpack(packed, { maxOutputLength: sizeLimit }).catch((error: unknown) => {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    const reason = isLarge
      ? `holds an element of more than ${sizeLimit} bytes; no more are read`
      : 'is a damaged MAT-file: an element does not unpack';
    throw new InvalidFileError(`${path} ${reason}.`, { cause: error });
  });
  return readElement(data, 0, path);
}

/** The array is undefined if it does not consist of real numbers, such as a text. */
function readMatrix(data: Buffer, path: string): { name: string; array: MatArray | undefined } {
  const flags = readElement(data, 0, path);
  const dimensions = readElement(data, flags.next, path);
  const name = readElement(data, dimensions.next, path);
  if (flags.data.length < 4 || dimensions.data.length % 4 !== 0) {
    throw new InvalidFileError(`${path} is a damaged MAT-file: an array has no shape.`);
  }
  const shape = Array.from({ length: dimensions.data.length / 4 }, (_, i) =>
    dimensions.data.readInt32LE(4 * i),
  );
  const text = name.data.toString('latin1');
  if (name.next >= data.length || (flags.data.readUInt32LE(0) & complexFlag) !== 0) {
    return { name: text, array: undefined };
  }
  const values = readElement(data, name.next, path);
  const kind = numbers[values.type];
  if (kind === undefined) return { name: text, array: undefined };
  const { bytes, read } = kind;
  if (shape.some((size) => size < 0) || sizeOf(shape) * bytes !== values.data.length) {
    throw new InvalidFileError(
      `${path} claims shape [${shape.join(', ')}] for ${text}, of ${bytes} bytes each. Received: ${values.data.length} bytes.`,
    );
  }
  const at = (index: number): number => read(values.data, index * bytes);
  return { name: text, array: { shape, data: values.data, bytes, at } };
}
