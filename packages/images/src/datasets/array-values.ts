/**
 * Converts the values of an array to pixels. The values may be bytes from 0 to 255, floats from 0 to 1, or only 0 and
 * 1.
 */
import { open } from 'node:fs/promises';
import { InvalidFileError } from '@speil/api';
import { readNpyValues, type NpyHeader } from './npy.js';
import { toReadableError, type RecordFile } from './records.js';

/**
 * How far floats may be outside 0 to 1. It covers the rounding of a resize in half precision, where neighbouring
 * numbers near 1 differ by a thousandth.
 */
const tolerance = 1e-3;

/** Number of bytes that are read at a time. A value has at most eight bytes. */
const piece = 2 ** 20;

/**
 * Finds the value that means white. For integers this is 255, unless all of them are 0 or 1, as in masks and in
 * dSprites; then it is 1. The search ends at the first value above 1, which in other pictures is near the beginning.
 */
export async function findWhite(header: NpyHeader, file: RecordFile): Promise<number> {
  if (header.type.startsWith('f') || header.type === 'b1') return 1;
  let ones = false;
  const wide = new Float64Array(header.type === 'u1' ? 0 : piece / header.bytes);
  for await (const bytes of readPieces(file, header.bytes)) {
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

/** @param into receives the pixels, from 0 to 1. @throws InvalidFileError for a value that is not a pixel. */
export function decodePixels(
  header: NpyHeader,
  white: number,
  record: Buffer,
  into: Float32Array,
  path: string,
): void {
  readNpyValues(header, record, into);
  const slack = header.type.startsWith('f') ? tolerance : 0;
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

/** Reads pieces of complete values, from memory or from the disk. @param width bytes of a value. */
async function* readPieces(
  { path, data, offset }: RecordFile,
  width: number,
): AsyncGenerator<Uint8Array> {
  if (data !== undefined) {
    for (let at = offset; at < data.length; at += piece) yield data.subarray(at, at + piece);
    return;
  }
  const handle = await open(path).catch((error: unknown) => {
    throw toReadableError(error, path);
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
