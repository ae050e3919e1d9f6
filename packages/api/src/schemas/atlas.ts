/**
 * `atlas.json`: what a page shows of a model with two latent dimensions before the weights have arrived. It names the
 * files of the latents of real test items, of a sheet of decoded grid points and of a sheet of the items' pictures,
 * each with its sha256. A model that is compared with another one has only the latents, because the items are the same.
 */
import * as z from 'zod';
import {
  datasetRecordSchema,
  fileNameSchema,
  fileRecordsSchema,
  sha256Schema,
} from './model-file.js';

const sheet = z.strictObject({
  file: fileNameSchema,
  /** Tiles across and down; tiles lie row by row from the top left. */
  columns: z.int().min(1).max(256),
  rows: z.int().min(1).max(256),
});

/** The latents of an atlas; other fields are ignored. */
export const latentAtlasSchema = z.object({
  format: z.literal('speil-atlas'),
  formatVersion: z.literal(1),
  /** The model that created it; `weights` is the sha256 of its weights file. */
  model: z.strictObject({ name: z.string().max(100), weights: sha256Schema }),
  dataset: datasetRecordSchema,
  classNames: z.array(z.string().max(100)).min(1).max(64),
  /** The visible part of the plane: `extent` to each side of `centre`. The second coordinate grows upwards. */
  centre: z.tuple([z.number().min(-100).max(100), z.number().min(-100).max(100)]),
  extent: z.number().positive().max(100),
  /**
   * The file has, in little-endian order, `count` first coordinates and then `count` second coordinates, both int16
   * (0 is the centre, 32767 the extent), and then `count` uint8 labels.
   */
  latents: z.strictObject({ file: fileNameSchema, count: z.int().min(1).max(65_536) }),
  files: fileRecordsSchema,
});

/** The latents of an atlas, checked. */
export type LatentAtlas = z.output<typeof latentAtlasSchema>;

/** The whole of `atlas.json`, with the sheets of pictures. */
export const atlasSchema = z.strictObject({
  ...latentAtlasSchema.shape,
  /** Size of one item in pixels, `[height, width]`. */
  tile: z.tuple([z.int().min(1).max(1024), z.int().min(1).max(1024)]),
  /** The model decoded at the centres of the cells of a regular grid. PNG, grey and alpha: the value is the alpha. */
  grid: sheet,
  /** The encoded items' own pictures, in the order of `latents`. PNG like `grid`. */
  items: sheet,
});

/** An atlas, checked. */
export type Atlas = z.output<typeof atlasSchema>;
