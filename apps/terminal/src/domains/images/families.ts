/** Makes the recipe that a family of picture models has for given pictures. */
import type { Recipe } from '@speil/api';
import { chooseShape, inspectDataset, openDataset, type OpenOptions } from '@speil/images/node';
import { fitRecipe, type FittedFamilyName } from '@speil/images/recipes';
import { refuseOptions, type FitRequest } from '../domain.js';

/** Pictures are cropped unless the request says otherwise: a stretched face looks wrong, and borders would have to be learned. */
export async function fitPictures(family: string, request: FitRequest): Promise<Recipe> {
  const {
    data = 'scenes',
    dir,
    limit = Infinity,
    size,
    colour,
    latent,
    width,
    fit = 'crop',
  } = request;
  refuseOptions('bars and part are for music', [request.bars, request.part]);
  const facts = await inspectDataset(data, dir === undefined ? {} : { dir });
  const shape = chooseShape(facts, {
    ...(size !== undefined && { size }),
    ...(colour !== undefined && { colour }),
  });
  return fitRecipe(family as FittedFamilyName, {
    data,
    shape,
    mean: await measureMean(data, { shape, fit, ...(dir !== undefined && { dir }) }),
    count: Math.min(facts.count, limit),
    ...(facts.classes !== undefined && { classes: facts.classes }),
    ...(latent !== undefined && { latent }),
    ...(width !== undefined && { width }),
    fit,
  });
}

/** Number of pictures from which a mean is computed. */
const measured = 100;

/** The mean of the values of some training pictures, to two decimals. */
async function measureMean(data: string, options: Omit<OpenOptions, 'split'>): Promise<number> {
  const some = await openDataset(data, { split: 'train', limit: measured, ...options });
  const count = Math.min(measured, some.size);
  const { values } = await some.read(Array.from({ length: count }, (_, i) => i));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.round(100 * mean) / 100;
}
