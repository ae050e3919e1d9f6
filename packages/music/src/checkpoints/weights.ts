/**
 * Reads the weights of a magenta-js checkpoint. There are two layouts: TensorFlow.js's `weights_manifest.json` with
 * shards, whose numbers may be quantised to 8 or 16 bits, and the older `manifest.json` with one file of float32
 * numbers per variable.
 */
import {
  InvalidFileError,
  NotFoundError,
  isSpeilError,
  joinBytes,
  parseJson,
  sizeOf,
  throwIfAborted,
  type HostTensor,
} from '@speil/api';
import type { ModelSource } from '@speil/core';
import { z } from 'zod';

/** Upper bounds on the numbers in one variable and on the files of one checkpoint. */
const sizeLimit = 2 ** 29;
const fileLimit = 4096;

const shapeSchema = z
  .array(z.int().min(1).max(65_536))
  .max(4)
  .refine((shape) => sizeOf(shape) <= sizeLimit, { error: `at most ${sizeLimit} numbers` });
const nameSchema = z.string().min(1).max(300);
const fileSchema = z.string().min(1).max(300);

const manifestSchema = z
  .array(
    z.object({
      paths: z.array(fileSchema).min(1).max(fileLimit),
      weights: z
        .array(
          z.object({
            name: nameSchema,
            shape: shapeSchema,
            dtype: z.literal('float32'),
            quantization: z
              .object({
                min: z.number(),
                scale: z.number(),
                dtype: z.enum(['uint8', 'uint16']),
              })
              .optional(),
          }),
        )
        .max(10_000),
    }),
  )
  .min(1)
  .max(100);

const olderSchema = z.record(nameSchema, z.object({ filename: fileSchema, shape: shapeSchema }));

/** How far the reading of weights is. */
export interface WeightsProgress {
  /** Number of files read so far, out of `files`. */
  readonly read: number;
  /** Number of files. */
  readonly files: number;
  /** Bytes read so far. */
  readonly bytes: number;
}

/** How weights are read. */
export interface ReadWeightsOptions {
  /** Called after each file. */
  readonly onProgress?: (progress: WeightsProgress) => void;
  /** Aborts the reading. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/**
 * @throws InvalidFileError for an invalid manifest, or for a file whose length differs from the length in the manifest.
 */
export async function readWeights(
  source: ModelSource,
  options: ReadWeightsOptions = {},
): Promise<Record<string, HostTensor>> {
  const manifest = await readOptional(source, 'weights_manifest.json');
  if (manifest !== undefined) return readShards(source, manifest, options);
  const older = await readOptional(source, 'manifest.json');
  if (older !== undefined) return readFiles(source, older, options);
  throw new NotFoundError(
    `${source.name} has neither weights_manifest.json nor manifest.json: it is not a checkpoint of magenta-js.`,
  );
}

async function readOptional(source: ModelSource, file: string): Promise<Uint8Array | undefined> {
  try {
    return await source.read(file);
  } catch (error) {
    if (isSpeilError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Returns a function that reads files one by one and reports progress after each. */
function createReader(
  source: ModelSource,
  files: number,
  { onProgress, signal }: ReadWeightsOptions,
): (file: string) => Promise<Uint8Array> {
  let [read, bytes] = [0, 0];
  return async (file) => {
    throwIfAborted(signal);
    const content = await source.read(file);
    read += 1;
    bytes += content.length;
    onProgress?.({ read, files, bytes });
    return content;
  };
}

async function readShards(
  source: ModelSource,
  bytes: Uint8Array,
  options: ReadWeightsOptions,
): Promise<Record<string, HostTensor>> {
  const path = `${source.name}/weights_manifest.json`;
  const groups = parseJson(manifestSchema, text(bytes), path);
  const files = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  const read = createReader(source, files, options);
  const variables: Record<string, HostTensor> = {};
  for (const { paths, weights } of groups) {
    const content = joinBytes(await inTurn(paths, read));
    let offset = 0;
    for (const { name, shape, quantization } of weights) {
      const count = sizeOf(shape);
      const width = quantization === undefined ? 4 : quantization.dtype === 'uint8' ? 1 : 2;
      if (offset + count * width > content.length) {
        throw new InvalidFileError(
          `${path} says that ${paths.join(', ')} hold ${name} up to byte ${offset + count * width}. Received: ${content.length} bytes.`,
        );
      }
      const part = content.slice(offset, offset + count * width);
      variables[name] = { shape, values: dequantize(part, quantization) };
      offset += count * width;
    }
    if (offset !== content.length) {
      throw new InvalidFileError(
        `${path} says that ${paths.join(', ')} hold ${offset} bytes. Received: ${content.length}.`,
      );
    }
  }
  return variables;
}

async function readFiles(
  source: ModelSource,
  bytes: Uint8Array,
  options: ReadWeightsOptions,
): Promise<Record<string, HostTensor>> {
  const path = `${source.name}/manifest.json`;
  const entries = Object.entries(parseJson(olderSchema, text(bytes), path));
  const read = createReader(source, entries.length, options);
  const variables: Record<string, HostTensor> = {};
  for (const [name, { filename, shape }] of entries) {
    const content = await read(filename);
    if (content.length !== 4 * sizeOf(shape)) {
      throw new InvalidFileError(
        `${source.name}/${filename} must hold ${4 * sizeOf(shape)} bytes for ${name} [${shape.join(', ')}]. Received: ${content.length}.`,
      );
    }
    variables[name] = { shape, values: dequantize(content.slice(), undefined) };
  }
  return variables;
}

async function inTurn<T, U>(items: readonly T[], each: (item: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (const item of items) results.push(await each(item));
  return results;
}

/** Converts little-endian numbers, which start at the beginning of their buffer, to floats. */
function dequantize(
  { buffer }: Uint8Array,
  scale:
    | { readonly min: number; readonly scale: number; readonly dtype: 'uint8' | 'uint16' }
    | undefined,
): Float32Array {
  if (scale === undefined) return new Float32Array(buffer);
  const levels = scale.dtype === 'uint8' ? new Uint8Array(buffer) : new Uint16Array(buffer);
  return Float32Array.from(levels, (level) => level * scale.scale + scale.min);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
