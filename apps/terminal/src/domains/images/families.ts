/** Makes the recipe that a family of picture models has for given pictures. */
import type { Recipe } from '@speil/api';
import { chooseShape, inspectDataset } from '@speil/images/node';
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
  return fitRecipe(family as FittedFamilyName, {
    data,
    shape: chooseShape(facts, {
      ...(size !== undefined && { size }),
      ...(colour !== undefined && { colour }),
    }),
    count: Math.min(facts.count, limit),
    ...(facts.classes !== undefined && { classes: facts.classes }),
    ...(latent !== undefined && { latent }),
    ...(width !== undefined && { width }),
    fit,
  });
}
