/**
 * A recipe is a named experiment as plain data: which data, which model, how to train. Listing recipes loads no tfjs.
 */
import * as z from 'zod';
import { augmentationSchema } from './augmentation.js';
import { modelSpecSchema } from './model-spec.js';
import { trainingSettingsSchema } from './training-settings.js';

/** How pictures of other proportions than the model's are brought to them: stretched, with borders, or cut. */
export const pictureFitSchema = z.enum(['fill', 'pad', 'crop']);
export type PictureFit = z.output<typeof pictureFitSchema>;

export const recipeSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/u),
  /** One line for a list. */
  title: z.string().min(1).max(120),
  domain: z.enum(['images', 'music']),
  dataset: z.strictObject({
    /** Of a set, or the path of a folder or an array; one that begins with a dot is relative to the recipe's file. */
    name: z.string().min(1).max(1000),
    /** Data that is always there, taken (and said so) where `name` is not on this machine. */
    fallback: z.string().min(1).max(100).optional(),
    /** Of a folder of pictures. Default `fill`. */
    fit: pictureFitSchema.optional(),
  }),
  /** Of training pictures; validation sees them as they are. */
  augmentation: augmentationSchema.optional(),
  /** Of music: each reading in training moves pitches by up to so many semitones, up or down. */
  transposition: z.int().min(0).max(12).optional(),
  model: modelSpecSchema,
  training: trainingSettingsSchema,
});

export type Recipe = z.output<typeof recipeSchema>;
export type RecipeInput = z.input<typeof recipeSchema>;
