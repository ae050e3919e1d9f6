/**
 * The image recipes as plain data. Nothing here loads tfjs.
 */
import { recipeSchema, type Recipe } from '@speil/api';
import { binary } from '../recipes/binary.js';
import { coded } from '../recipes/vq-vae.js';
import { codec, type Experiment } from '../recipes/experiment.js';
import { matched } from '../recipes/matching.js';
import { plain } from '../recipes/plain.js';
import { restorers } from '../recipes/restoring.js';
import { variational } from '../recipes/variational.js';

export { fitRecipe, type FitRecipeOptions } from '../recipes/fitted/fit-recipe.js';
export { fittedFamilies, type FittedFamilyName } from '../recipes/fitted/families.js';
export type { PictureShape } from '../recipes/fitted/networks.js';

const experiments: readonly Experiment[] = [
  ...plain,
  ...restorers,
  ...variational,
  ...binary,
  ...matched,
  ...coded,
];

const datasets = [
  { prefix: 'mnist', label: 'digits', dataset: { name: 'mnist', fallback: 'mnist-10k' } },
  {
    prefix: 'fashion',
    label: 'clothing',
    dataset: { name: 'fashion-mnist', fallback: 'fashion-mnist-10k' },
  },
] as const;

/** Every recipe of this package, checked by its schema. */
export const recipes: readonly Recipe[] = datasets.flatMap(({ prefix, label, dataset }) =>
  experiments.map(({ name, title, model, training }) =>
    recipeSchema.parse({
      name: `${prefix}-${name}`,
      title: `${title} (${label})`,
      domain: 'images',
      dataset,
      model: { name: `${prefix}-${name}`, codec, ...model },
      training,
    }),
  ),
);
