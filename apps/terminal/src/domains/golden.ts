/**
 * Golden outputs of a published model: the latents of a few held-out items, and the items that it decodes from a few
 * latents. They are written when the model is packaged; a comparison with them shows whether a machine runs the model
 * correctly.
 */
import { isSpeilError, NotFoundError, parseJson, sizeOf, type Batch } from '@speil/api';
import type { ModelSource } from '@speil/core';
import * as z from 'zod';

/** A batch as JSON, rounded to five decimals. */
export const goldenBatchSchema = z.strictObject({
  shape: z.array(z.int().min(1)).min(2).max(5),
  values: z.array(z.number()).max(1e6),
});
export type GoldenBatch = z.output<typeof goldenBatchSchema>;

/** The items that were encoded. */
export const goldenDatasetSchema = z.strictObject({
  id: z.string().max(200),
  fingerprint: z.string().max(200),
  indices: z.array(z.int().min(0)).min(1).max(64),
});
export type GoldenDataset = z.output<typeof goldenDatasetSchema>;

/** The name of the file in a package. */
export const goldenFile = 'golden.json';

/** Latents of another machine differ by rounding only. */
export const mostLatentDifference = 5e-4;

/** On the engine that recorded them they differ by the rounding of another processor of the same kind. */
export const closeLatentDifference = 5e-5;

/**
 * Reads the golden outputs of a model's package.
 *
 * @throws NotFoundError if the model has none; InvalidFileError for an invalid file.
 */
export async function readGolden<S extends z.ZodType>(
  source: ModelSource,
  schema: S,
): Promise<z.output<S>> {
  const bytes = await source.read(goldenFile).catch((error: unknown) => {
    if (!isSpeilError(error) || error.code !== 'not-found') throw error;
    throw new NotFoundError(
      `${source.name} has no golden outputs (${goldenFile}). speil pack writes them for a run.`,
      { cause: error },
    );
  });
  return parseJson(schema, new TextDecoder().decode(bytes), `${source.name}/${goldenFile}`);
}

/** @returns the largest difference of two batches; Infinity if their shapes differ. */
export function differenceOf(
  actual: GoldenBatch | undefined,
  expected: GoldenBatch | undefined,
): number {
  if (actual?.shape.join() !== expected?.shape.join()) return Infinity;
  return largestDifference(actual?.values ?? [], expected?.values ?? []);
}

/** @returns the largest difference of two lists; Infinity if their lengths differ, or if a value is not finite. */
export function largestDifference(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (const [i, value] of actual.entries()) {
    const difference = Math.abs(value - expected[i]!);
    if (!Number.isFinite(difference)) return Infinity;
    largest = Math.max(largest, difference);
  }
  return largest;
}

/** @returns the mean difference of two lists; Infinity as in `largestDifference`. */
export function meanDifference(actual: readonly number[], expected: readonly number[]): number {
  if (!Number.isFinite(largestDifference(actual, expected))) return Infinity;
  const sum = actual.reduce((total, value, i) => total + Math.abs(value - expected[i]!), 0);
  return sum / (actual.length || 1);
}

/** Latents with distinct values between -1.5 and 1.5, `[count, ...latentShape]`. */
export function goldenLatents(latentShape: readonly number[], count: number): Batch {
  const shape = [count, ...latentShape];
  const values = Float32Array.from(
    { length: sizeOf(shape) },
    (_, i) => 1.5 * Math.sin(1 + 2.4 * i),
  );
  return { shape, values: values.map((value) => Number(value.toFixed(5))) };
}

/** Rounds to five decimals. */
export function roundBatch({ shape, values }: Batch): GoldenBatch {
  return { shape: [...shape], values: Array.from(values, (value) => Number(value.toFixed(5))) };
}

export function encodeGolden(golden: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(golden)}\n`);
}
