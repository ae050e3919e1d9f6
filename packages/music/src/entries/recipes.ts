/** The music recipes as plain data. This entry does not load tfjs. */
import { recipeSchema, type Recipe } from '@speil/api';
import { laptop } from '../recipes/laptop.js';
import { published } from '../recipes/published.js';

export {
  fitNotesRecipe,
  fittedBars,
  fittedParts,
  type FitNotesOptions,
  type FittedPart,
} from '../recipes/fitted.js';

/** Every recipe of this package, validated. */
export const recipes: readonly Recipe[] = [...laptop, ...published].map((recipe) =>
  recipeSchema.parse(recipe),
);
