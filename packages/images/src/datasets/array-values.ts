/** What the numbers of an array mean as pixels: bytes from 0 to 255, floats from 0 to 1, or nothing but 0 and 1. */
import { open } from 'node:fs/promises';
import { InvalidFileError } from '@speil/api';
import { readNpyValues, type NpyHeader } from './npy.js';
import { readableError, type RecordFile } from './records.js';

/** Floats may leave 0 to 1 by as much: what resizing in half precision does (its step at 1 is a thousandth). */
const hair = 1e-3;

/** Bytes that are looked at in one go, of values of at most eight. */
const piece = 2 ** 20;

/**
 * The value that is white. Whole numbers go to 255, unless all of them are 0 or 1, as in masks and in dSprites: then 1 is
 * white. All values are looked at until one is above 1, which of other pictures is at once.
 */
export async function whiteOf(header: NpyHeader, file: RecordFile): Promise<number> {
  if (header.type.startsWith('f') || header.type === 'b1') return 1;
  let ones = false;
  const wide = new Float64Array(header.type === 'u1' ? 0 : piece / header.bytes);
  for await (const bytes of piecesOf(file, header.bytes)) {
    let values: Uint8Array | Float64Array = bytes;
    if (header.type !== 'u1') {
      values = wide.subarray(0, bytes.length / header.bytes);
      readNpyValues(header, bytes, values);
    }
    for (const value of values) {
      if (value !== 0 && value !== 1) return 255;
      ones ||= value === 1;
    }
  }
  return ones ? 1 : 255;
}

/** @param into from 0 to 1. @throws InvalidFileError for a value that is no pixel. */
export function decodePixels(
  header: NpyHeader,
  white: number,
  record: Buffer,
  into: Float32Array,
  path: string,
): void {
  readNpyValues(header, record, into);
  const slack = header.type.startsWith('f') ? hair : 0;
  for (let i = 0; i < into.length; i++) {
    const value = into[i]!;
    if (!(value >= -slack && value <= white + slack)) {
      const advice = white === 1 && value > 1 ? ' Divide by 255, or save bytes (uint8).' : '';
      throw new InvalidFileError(
        `${path} holds a pixel outside of 0 to ${white}, as ${header.type} values are read. Received: ${value}.${advice}`,
      );
    }
    into[i] = Math.min(1, Math.max(0, value / white));
  }
}

/** Whole values, from memory or from the disk. @param width bytes of a value. */
async function* piecesOf(
  { path, data, offset }: RecordFile,
  width: number,
): AsyncGenerator<Uint8Array> {
  if (data !== undefined) {
    for (let at = offset; at < data.length; at += piece) yield data.subarray(at, at + piece);
    return;
  }
  const handle = await open(path).catch((error: unknown) => {
    throw readableError(error, path);
  });
  try {
    const buffer = Buffer.alloc(piece);
    for (let at = offset; ;) {
      const { bytesRead } = await handle.read(buffer, 0, piece, at);
      const whole = bytesRead - (bytesRead % width);
      if (whole === 0) return;
      yield buffer.subarray(0, whole);
      at += whole;
    }
  } finally {
    await handle.close();
  }
}
