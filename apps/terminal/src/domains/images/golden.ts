/** Golden outputs of a model of pictures. */
import {
  posteriorLatents,
  rowOf,
  sizeOf,
  type Batch,
  type Codec,
  type Dataset,
  type LatentModel,
} from '@speil/api';
import { openDataset } from '@speil/images/node';
import * as z from 'zod';
import { engineGoldensSchema, ownValues, type OwnValues } from '../engine-golden.js';
import { goldenBatchSchema, goldenDatasetSchema, goldenLatents, roundBatch } from '../golden.js';

/** Size of a latent up to which five examples are kept: a map of features takes a megabyte of JSON for them. */
const mostLatents = 1024;

export const goldenSchema = z.strictObject({
  dataset: goldenDatasetSchema,
  /** The posterior's mean, or a codebook's indices. */
  mean: goldenBatchSchema,
  logVariance: goldenBatchSchema.optional(),
  latents: goldenBatchSchema,
  /** The decoded pictures as bytes, since pictures are compared as they are displayed. */
  decoded: z.array(z.array(z.int().min(0).max(255)).max(1e6)).max(64),
  engines: engineGoldensSchema,
});
export type Golden = z.output<typeof goldenSchema>;

export interface GoldenOptions<T> {
  /** The examples, with labels if the model is conditional. */
  readonly dataset: Dataset;
  /** The codec of whole items, whose values are from 0 to 1. */
  readonly codec: Codec<T>;
  /** The indices of the examples. Default: the first five, or one if the latents are a large map. */
  readonly indices?: readonly number[];
  /**
   * The latents to decode, `[indices.length, ...latentShape]`. Default: `goldenLatents`, or for a codebook the indices
   * that were just encoded.
   */
  readonly latents?: Batch;
}

/**
 * Opens the examples for golden outputs. Every machine has them: embedded digits for models of their shape, rendered
 * scenes for all others.
 *
 * @param shape the shape of the model's pictures, `[height, width, channels]`.
 */
export function openGoldenData(shape: readonly number[]): Promise<Dataset> {
  const name = shape.join() === '28,28,1' ? 'mnist-10k' : 'scenes';
  return openDataset(name, { split: 'test', shape });
}

/**
 * @param model receives the items in its own input format: reduced or binarised if it was trained that way, but not
 *   corrupted. A conditional model is conditioned on their labels.
 */
export async function computeGolden<T>(
  model: LatentModel<T, number>,
  options: GoldenOptions<T>,
): Promise<Golden> {
  return (await computeOutputs(model, options)).golden;
}

/** As `computeGolden`, with a few unrounded values of the engine's own. */
export async function computeOutputs<T>(
  model: LatentModel<T, number>,
  { dataset, codec, ...given }: GoldenOptions<T>,
): Promise<{ readonly golden: Golden; readonly own: OwnValues }> {
  const { spec } = model;
  const { indices = sizeOf(spec.latentShape) > mostLatents ? [0] : [0, 1, 2, 3, 4] } = given;
  const batch = await dataset.read(indices);
  const whole = indices.map((_, i) => codec.decode(rowOf(batch, i).slice()));
  const unchanged = !spec.input || spec.input.kind === 'corrupted';
  const items = unchanged ? whole : await model.degrade!(whole);
  const labels = Array.from(indices, (index) => dataset.labels?.[index] ?? 0);
  const condition = spec.condition ? { condition: labels } : {};
  const posterior = await model.encode(items, condition);
  const mean = posteriorLatents(posterior);
  const latents =
    given.latents ??
    (posterior.kind === 'vq' ? mean : goldenLatents(spec.latentShape, indices.length));
  const decoded = await model.decode(latents, condition);
  const golden = {
    dataset: { id: dataset.id, fingerprint: dataset.fingerprint, indices: [...indices] },
    mean: roundBatch(mean),
    ...(posterior.kind === 'gaussian' && { logVariance: roundBatch(posterior.logVariance) }),
    latents: roundBatch(latents),
    decoded: decoded.map((item) => Array.from(codec.encode(item), (v) => Math.round(v * 255))),
  };
  return { golden, own: ownValues(posterior) };
}
