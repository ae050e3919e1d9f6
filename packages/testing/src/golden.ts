/**
 * What a published model says of a few held-out items, and what it decodes of a few latents: so that any machine can tell
 * whether it runs the model right. Written once when the model is packed, compared ever after.
 */
import { rowOf, sizeOf, type Batch, type Codec, type Dataset, type LatentModel } from '@speil/api';

/** A batch as JSON, five digits after the point. */
export interface GoldenBatch {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface Golden {
  readonly dataset: {
    readonly id: string;
    readonly fingerprint: string;
    readonly indices: readonly number[];
  };
  /** The posterior's mean, or a codebook's indices. */
  readonly mean: GoldenBatch;
  readonly logVariance?: GoldenBatch;
  readonly latents: GoldenBatch;
  /** The latents decoded, in bytes: a picture is compared as one sees it. */
  readonly decoded: readonly (readonly number[])[];
}

export interface GoldenOptions<T> {
  /** Labelled, for a conditional model. */
  readonly dataset: Dataset;
  /** Of whole items; values from 0 to 1. */
  readonly codec: Codec<T>;
  /** Default the first five. */
  readonly indices?: readonly number[];
  /** To decode, `[indices.length, ...latentShape]`. Default: some for the size of the code, or the indices just encoded. */
  readonly latents?: Batch;
}

/**
 * @param model is shown the items as it takes them: reduced or binary where it was trained so, and not corrupted; a
 *   conditional one is told their labels.
 */
export async function goldenOf<T>(
  model: LatentModel<T, number>,
  { dataset, codec, indices = [0, 1, 2, 3, 4], ...given }: GoldenOptions<T>,
): Promise<Golden> {
  const { spec } = model;
  const batch = await dataset.read(indices);
  const whole = indices.map((_, i) => codec.decode(rowOf(batch, i).slice()));
  const asIs = !spec.input || spec.input.kind === 'corrupted';
  const items = asIs ? whole : await model.degrade!(whole);
  const labels = Array.from(indices, (index) => dataset.labels?.[index] ?? 0);
  const told = spec.condition ? { condition: labels } : {};
  const posterior = await model.encode(items, told);
  const mean = posterior.kind === 'vq' ? posterior.indices : posterior.mean;
  const latents =
    given.latents ??
    (posterior.kind === 'vq' ? mean : someLatents(spec.latentShape, indices.length));
  const decoded = await model.decode(latents, told);
  return {
    dataset: { id: dataset.id, fingerprint: dataset.fingerprint, indices },
    mean: rounded(mean),
    ...(posterior.kind === 'gaussian' && { logVariance: rounded(posterior.logVariance) }),
    latents: rounded(latents),
    decoded: decoded.map((item) => Array.from(codec.encode(item), (v) => Math.round(v * 255))),
  };
}

/** Numbers between -1.5 and 1.5 that repeat nowhere. */
export function someLatents(latentShape: readonly number[], count: number): Batch {
  const shape = [count, ...latentShape];
  const values = Float32Array.from(
    { length: sizeOf(shape) },
    (_, i) => 1.5 * Math.sin(1 + 2.4 * i),
  );
  return { shape, values: values.map((value) => Number(value.toFixed(5))) };
}

/** Five digits after the point. */
export function rounded({ shape, values }: Batch): GoldenBatch {
  return { shape, values: Array.from(values, (value) => Number(value.toFixed(5))) };
}
