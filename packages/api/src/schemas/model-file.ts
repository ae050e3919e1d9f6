/**
 * `model.json`: the entry of a model folder. Every other file is named here with its sha256, so that a flipped bit or a
 * swapped file is detected before its content is used.
 */
import * as z from 'zod';
import { modelSpecSchema } from './model-spec.js';
import { trainingSettingsSchema } from './training-settings.js';

/** A sha256 checksum: 64 digits in lower-case hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/u);

/** A file in the folder of model.json: a plain name without a folder and without leading dots. */
export const fileNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u);

/** Losses in nats per item, means over items. `total` is the objective; kl is 0 for a plain autoencoder. */
export const lossesSchema = z.object({
  total: z.number(),
  reconstruction: z.number(),
  kl: z.number(),
  /** Further losses and figures of a family, by name: a penalty in nats, an accuracy, a codebook's perplexity. */
  extras: z.record(z.string().regex(/^[a-zA-Z]{1,40}$/u), z.number()).optional(),
});
/** Losses in nats per item, means over items. */
export type Losses = z.infer<typeof lossesSchema>;

/** Which data a model was trained or measured on: name and split, checksum, number of examples. */
export const datasetRecordSchema = z.object({
  id: z.string().max(200),
  fingerprint: sha256Schema,
  size: z.int().min(0),
});
/** A record of a dataset, checked. */
export type DatasetRecord = z.infer<typeof datasetRecordSchema>;

/** The files of a manifest's folder, each with its checksum and its length. */
export const fileRecordsSchema = z.record(
  fileNameSchema,
  z.strictObject({
    sha256: sha256Schema,
    bytes: z
      .int()
      .min(0)
      .max(2 ** 32),
  }),
);

/** `model.json`: the spec of a model, the checksums of its files, and how it was trained. */
export const modelFileSchema = z.object({
  format: z.literal('speil-model'),
  formatVersion: z.literal(1),
  spec: modelSpecSchema,
  files: fileRecordsSchema,
  /** Where the weights came from; absent for a model that was not trained. */
  training: z
    .object({
      recipe: z.string().max(100),
      settings: trainingSettingsSchema,
      dataset: datasetRecordSchema,
      steps: z.int().min(0),
      epochs: z.int().min(0),
      engine: z.string().max(100),
      /** Means over the last epoch's steps; null before the first step. */
      train: lossesSchema.nullable(),
      validation: lossesSchema.nullable(),
    })
    .optional(),
});
/** The content of `model.json`, checked. */
export type ModelFile = z.output<typeof modelFileSchema>;
