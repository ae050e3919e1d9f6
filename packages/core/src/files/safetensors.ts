/**
 * Reads and writes safetensors, a common plain format for weights: a JSON header with names, types, shapes and offsets,
 * then raw little-endian numbers. Nothing in a file can be executed. Everything is checked against the file's length
 * before it is read.
 */
import { InvalidFileError, parseJson, sizeOf } from '@speil/api';
import * as z from 'zod';
import type { HostTensor } from '../engines/engine.js';
import { fromFloat16, toFloat16 } from './float16.js';

/** Single or half precision, in the names of safetensors. */
export type WeightType = 'F32' | 'F16';
const bytesOf: Record<WeightType, number> = { F32: 4, F16: 2 };

/** Maximum length of the header in bytes, which is more than our models need. */
const headerLimit = 10_000_000;

const entrySchema = z.strictObject({
  dtype: z.enum(['F32', 'F16']),
  shape: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 31),
    )
    .max(8),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const headerSchema = z.record(z.string(), z.unknown());

/** Writes tensors in the order of their names, so that equal weights give equal bytes. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, HostTensor>>,
  type: WeightType = 'F32',
): Uint8Array {
  const header: Record<string, unknown> = {};
  let offset = 0;
  const names = Object.keys(tensors).sort();
  for (const name of names) {
    const { shape, values } = tensors[name]!;
    const end = offset + values.length * bytesOf[type];
    header[name] = { dtype: type, shape: [...shape], data_offsets: [offset, end] };
    offset = end;
  }
  const json = JSON.stringify(header);
  // The data begin at a multiple of 8. The format pads the header with spaces.
  // Spaces until the data are aligned; a name may have characters of several bytes.
  const { length } = new TextEncoder().encode(json);
  const text = new TextEncoder().encode(json + ' '.repeat((8 - (length % 8)) % 8));
  const bytes = new Uint8Array(8 + text.length + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const name of names) {
    for (const value of tensors[name]!.values) {
      if (type === 'F32') view.setFloat32(at, value, true);
      else view.setUint16(at, toFloat16(value), true);
      at += bytesOf[type];
    }
  }
  return bytes;
}

/**
 * Reads a safetensors file; half-precision values become single precision.
 *
 * @param what the file's name, for errors.
 * @throws InvalidFileError when a length, an offset or a shape does not fit.
 */
export function decodeSafetensors(bytes: Uint8Array, what: string): Record<string, HostTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw broken(what, `it holds ${bytes.length} bytes, less than a header`);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > Math.min(headerLimit, bytes.length - 8)) {
    throw broken(what, `its header claims ${headerLength} bytes, the file holds ${bytes.length}`);
  }
  const start = 8 + headerLength;
  const text = new TextDecoder().decode(bytes.subarray(8, start));
  const header = parseJson(headerSchema, text, `The header of ${what}`);
  const available = bytes.length - start;
  let used = 0;
  const tensors: Record<string, HostTensor> = {};
  for (const [name, raw] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const entry = entrySchema.safeParse(raw);
    if (!entry.success) throw broken(what, `tensor '${name}' is not F32 or F16 with a shape`);
    const { dtype, shape, data_offsets } = entry.data;
    const [from, to] = data_offsets;
    if (to > available || to - from !== sizeOf(shape) * bytesOf[dtype]) {
      throw broken(
        what,
        `tensor '${name}' of shape [${shape.join(', ')}] does not fit bytes ${from} to ${to}`,
      );
    }
    tensors[name] = { shape, values: readValues(view, start + from, sizeOf(shape), dtype) };
    used += to - from;
  }
  if (used !== available) {
    throw broken(what, `its tensors take ${used} bytes, the file holds ${available}`);
  }
  return tensors;
}

function readValues(view: DataView, at: number, count: number, type: WeightType): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    values[i] =
      type === 'F32'
        ? view.getFloat32(at + 4 * i, true)
        : fromFloat16(view.getUint16(at + 2 * i, true));
  }
  return values;
}

function broken(what: string, why: string): InvalidFileError {
  return new InvalidFileError(`${what} is not a sound safetensors file: ${why}.`);
}
