/** The music recipes as plain data. Nothing here loads tfjs: a list of recipes is a list of objects. */
import { recipeSchema, type Recipe } from '@speil/api';
import { laptop } from '../recipes/laptop.js';
import { published } from '../recipes/published.js';

/** Every recipe of this package, checked. */
export const recipes: readonly Recipe[] = [...laptop, ...published].map((recipe) =>
  recipeSchema.parse(recipe),
);
