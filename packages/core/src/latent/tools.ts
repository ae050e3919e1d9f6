/**
 * What one does with a latent space, over any LatentModel: image models and music models have all of it.
 */
import {
  InvalidArgumentError,
  rowOf,
  type Batch,
  type DecodeOptions,
  type LatentModel,
  type Posterior,
} from '@speil/api';
import { gridPoints, path, priorSample, type GridOptions, type PathOptions } from './points.js';

/**
 * Items decoded from draws of the prior: the model's own, where it has learned one, else the standard normal.
 *
 * @param options.seed of the draws; default 0.
 * @throws InvalidArgumentError for discrete codes without a prior.
 */
export async function sample<T, C>(
  model: LatentModel<T, C>,
  count: number,
  options: DecodeOptions<C> = {},
): Promise<readonly T[]> {
  const { spec } = model;
  if (spec.bottleneck.kind === 'codes' && model.samplePrior === undefined) {
    throw new InvalidArgumentError(
      `Samples of model ${spec.name} need a prior over its codes. Received: prior=null.`,
    );
  }
  const { seed, signal } = options;
  const drawn = await model.samplePrior?.(count, {
    ...(seed !== undefined && { seed }),
    ...(signal && { signal }),
  });
  return model.decode(drawn ?? priorSample(count, spec.latentShape, seed), options);
}

/** Items encoded to the posterior's mean, or to their codes, and decoded again. */
export async function reconstruct<T, C>(
  model: LatentModel<T, C>,
  items: readonly T[],
  options: DecodeOptions<C> = {},
): Promise<readonly T[]> {
  const posterior = await model.encode(items, options);
  const latents = posterior.kind === 'codes' ? posterior.indices : posterior.mean;
  return model.decode(latents, options);
}

/** The way from one item to another, both ends included as the model sees them. */
export async function interpolate<T, C>(
  model: LatentModel<T, C>,
  from: T,
  to: T,
  options: PathOptions & DecodeOptions<C> = {},
): Promise<readonly T[]> {
  const means = meanOf(await model.encode([from, to], options));
  const points = path(rowOf(means, 0), rowOf(means, 1), options);
  const shape = [points.shape[0]!, ...model.spec.latentShape];
  return model.decode({ shape, values: points.values }, options);
}

/** The plane of a two-dimensional latent space as rows of items, read from the top left. */
export async function grid<T, C>(
  model: LatentModel<T, C>,
  options: GridOptions & DecodeOptions<C>,
): Promise<readonly T[]> {
  if (model.spec.latentShape.join() !== '2') {
    throw new InvalidArgumentError(
      `A grid needs a model with a latent space of shape [2]. Received: ${model.spec.name} with [${model.spec.latentShape.join(', ')}].`,
    );
  }
  return model.decode(gridPoints(options), options);
}

/** Where a posterior lies: its mean, `[batch, ...latentShape]`. @throws InvalidArgumentError for discrete codes. */
export function meanOf(posterior: Posterior): Batch {
  if (posterior.kind === 'codes') {
    throw new InvalidArgumentError('Discrete codes have no mean to move along.');
  }
  return posterior.mean;
}
