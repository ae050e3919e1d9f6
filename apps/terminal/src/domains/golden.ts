/**
 * Golden outputs of a published model: the latents of a few held-out items, and the items that it decodes from a few
 * latents. They are written when the model is packaged; a comparison with them shows whether a machine runs the model
 * correctly.
 */
import { sizeOf, type Batch } from '@speil/api';

/** A batch as JSON, rounded to five decimals. */
export interface GoldenBatch {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The items that were encoded. */
export interface GoldenDataset {
  readonly id: string;
  readonly fingerprint: string;
  readonly indices: readonly number[];
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
  return { shape, values: Array.from(values, (value) => Number(value.toFixed(5))) };
}

export function encodeGolden(golden: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(golden)}\n`);
}
