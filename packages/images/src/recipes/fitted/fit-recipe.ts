/** Makes a recipe for given pictures: the model follows from their size and classes, the length of the training from their number. */
import {
  InvalidArgumentError,
  recipeSchema,
  slugOf,
  type PictureFit,
  type Recipe,
} from '@speil/api';
import { countParameters } from '@speil/core/spec';
import { fittedFamilies, type FittedFamily, type FittedFamilyName } from './families.js';
import type { PictureShape } from './networks.js';

/** The pictures that a recipe is made for, and what a person asks of the model. */
export interface FitRecipeOptions {
  /** The name of a dataset, or the path of a folder or a file. */
  readonly data: string;
  /** `[height, width, channels]` of the model's pictures; 8 to 256 pixels, 1 or 3 channels. */
  readonly shape: PictureShape;
  /** Number of training pictures. */
  readonly count: number;
  /** Number of classes; undefined for pictures without labels. */
  readonly classes?: number;
  /** Size of the latent vector. Default: the family's. */
  readonly latent?: number;
  /** Channels of the first convolution. Default: 32 for pictures up to 32 pixels, else 16. */
  readonly width?: number;
  /** Mean of the pictures' values, from 0 to 1. Default .5. */
  readonly mean?: number;
  /** How pictures of other proportions are fitted. */
  readonly fit?: PictureFit;
}

/** Training takes about this many steps, within the bounds of epochs. */
const steps = 1000;
const [fewestEpochs, mostEpochs] = [10, 300];
/** Fewer pictures than this are few. */
const few = 2000;

/**
 * Few pictures are seen tens of times, and a model learns them by heart. It learns more about others if they are shifted by
 * up to an eighth of their smaller side (docs/benchmarks.md, colour).
 */
const shiftFor = ([height, width]: PictureShape): number => Math.floor(Math.min(height, width) / 8);

/**
 * Makes a recipe of a family for a collection of pictures.
 *
 * @throws InvalidArgumentError if the family cannot be fitted to these pictures.
 */
export function fitRecipe(name: FittedFamilyName, options: FitRecipeOptions): Recipe {
  const { data, shape, count, classes, mean, fit } = options;
  const family: FittedFamily = fittedFamilies[name];
  if (family.latent === null && options.latent !== undefined) {
    throw new InvalidArgumentError(
      `The latents of ${name} have a fixed size: leave out --latent. Received: ${options.latent}.`,
    );
  }
  const { latent = family.latent ?? 0, width = Math.max(shape[0], shape[1]) > 32 ? 16 : 32 } =
    options;
  const recipeName = `${slugOf(data)}-${name}`;
  const { batchSize = count < few ? 32 : 64 } = family.training ?? {};
  const epochs = Math.ceil(steps / Math.max(1, Math.floor(count / batchSize)));
  const recipe = recipeSchema.parse({
    name: recipeName,
    title: family.title,
    domain: 'images',
    dataset: { name: data, ...(fit !== undefined && { fit }) },
    ...(count < few && { augmentation: { shift: shiftFor(shape) } }),
    model: {
      name: recipeName,
      codec: { id: 'image', shape: [...shape] },
      ...family.model({
        shape,
        latent,
        width,
        ...(classes !== undefined && { classes }),
        ...(mean !== undefined && { mean }),
      }),
    },
    training: {
      epochs: Math.min(mostEpochs, Math.max(fewestEpochs, epochs)),
      batchSize,
      learningRate: { kind: 'cosine', from: 1e-3, to: 1e-5, warmupSteps: 100 },
      ...family.training,
    },
  });
  return { ...recipe, title: describe(recipe, family, latent) };
}

/** Such as `residual VAE, 733,000 parameters, latent 32, pictures shifted by up to 8 pixels`. */
function describe(
  { model, augmentation }: Recipe,
  { title }: FittedFamily,
  latent: number,
): string {
  const size = model.latentShape.length === 1 ? `${latent}` : [...model.latentShape].join('x');
  const shifted = augmentation && `pictures shifted by up to ${augmentation.shift} pixels`;
  const parameters = `${formatParameters(countParameters(model))} parameters`;
  return [title, parameters, `latent ${size}`, ...(shifted ? [shifted] : [])].join(', ');
}

function formatParameters(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} M`;
  return count >= 1000 ? `${Math.round(count / 1000)},000` : String(count);
}
