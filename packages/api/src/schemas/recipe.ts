/**
 * A recipe is a named experiment as plain data: a dataset, a model and training settings. Listing recipes loads no
 * tfjs.
 */
import * as z from 'zod';
import { augmentationSchema } from './augmentation.js';
import { modelSpecSchema } from './model-spec.js';
import { trainingSettingsSchema } from './training-settings.js';

/** How pictures whose proportions differ from the model's are fitted: stretched, padded or cropped. */
export const pictureFitSchema = z.enum(['stretch', 'pad', 'crop']);
/** How pictures of other proportions are fitted: `stretch`, `pad` or `crop`. */
export type PictureFit = z.output<typeof pictureFitSchema>;

/** A model, a dataset and training settings as plain data; docs/reference/recipes.md lists them. */
export const recipeSchema = z.strictObject({
  /** Names the recipe in commands: lower-case letters, digits, `.`, `_` and `-`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/u),
  /** One line for a list. */
  title: z.string().min(1).max(120),
  /** The kind of items; it selects the codec, the datasets and the reports. */
  domain: z.enum(['images', 'music']),
  /** The data to train on. */
  dataset: z.strictObject({
    /**
     * The name of a dataset, or the path of a folder or an array; a path that begins with a dot is relative to the
     * recipe's file.
     */
    name: z.string().min(1).max(1000),
    /** A dataset that is always available. It is used, and reported, if `name` is not on this machine. */
    fallback: z.string().min(1).max(100).optional(),
    /**
     * How pictures whose proportions differ from the model's are fitted: stretched (`stretch`, the default), padded
     * with the colour of their edge (`pad`) or cropped (`crop`).
     */
    fit: pictureFitSchema.optional(),
  }),
  /** Small random changes of training pictures; validation uses the original pictures. */
  augmentation: augmentationSchema.optional(),
  /** For music: each read in training transposes by up to this number of semitones, up or down; 0 if it is left out. */
  transposition: z.int().min(0).max(12).optional(),
  /** The model: networks, bottleneck and objective. */
  model: modelSpecSchema,
  /** How it is trained. */
  training: trainingSettingsSchema,
});

/** A recipe, checked: defaults are filled in. */
export type Recipe = z.output<typeof recipeSchema>;
/** Makes a name for recipes of data: the last part of a path or name, in lower-case letters, digits and hyphens. */
export function slugOf(data: string): string {
  const last = data.split(/[/\\]/u).filter(Boolean).at(-1) ?? '';
  const words = last
    .toLowerCase()
    .replace(/\.[a-z0-9]+$/u, '')
    .replaceAll(/[^a-z0-9]+/gu, '-');
  return words.replaceAll(/^-+|-+$/gu, '').slice(0, 60) || 'data';
}

/** A recipe as it is written: settings with defaults may be absent. */
export type RecipeInput = z.input<typeof recipeSchema>;
