/** The tools of a latent space, for any LatentModel. They are the same for images and music. */
import {
  posteriorLatents,
  InvalidArgumentError,
  rowOf,
  sizeOf,
  type Batch,
  type DecodeOptions,
  type LatentModel,
  type LatentSpec,
  type Posterior,
  isDiscrete,
} from '@speil/api';
import { around } from './around.js';
import { gridPoints, traversal, type GridOptions } from './grid.js';
import { path, square, type PathOptions, type SquareOptions } from './interpolate.js';
import { normals } from '../random/streams.js';
import { createPriorSampler, type LatentSampler } from './samplers.js';

/** How items are sampled. */
export interface SamplingOptions<C = never> extends DecodeOptions<C> {
  /** The source of latents. Default: the model's prior. */
  readonly sampler?: LatentSampler;
}

/**
 * Draws latents from a sampler and decodes them to items.
 *
 * @param options.seed the seed of the draws. Default 0.
 * @throws InvalidArgumentError for a codebook without a prior.
 */
export async function sample<T, C>(
  model: LatentModel<T, C, LatentSpec>,
  count: number,
  options: SamplingOptions<C> = {},
): Promise<readonly T[]> {
  const { sampler = createPriorSampler(model), seed = 0 } = options;
  return model.decode(await sampler.sample(count, seed), options);
}

/** Encodes items to the posterior's mean, or to indices, and decodes them again. */
export async function reconstruct<T, C>(
  model: LatentModel<T, C, LatentSpec>,
  items: readonly T[],
  options: DecodeOptions<C> = {},
): Promise<readonly T[]> {
  const posterior = await model.encode(items, options);
  const latents = posteriorLatents(posterior);
  return model.decode(latents, options);
}

/** Options for decoding many latents with one condition. */
export type WholeOptions<C> = Omit<DecodeOptions<C>, 'condition'> & {
  /** The condition of all latents; for a conditional model. */
  readonly condition?: C;
};

/** The options for decoding `count` latents, all with the same condition. */
function forEach<C>(options: WholeOptions<C>, count: number): DecodeOptions<C> {
  const { condition, ...decoding } = options;
  return condition === undefined
    ? decoding
    : { ...decoding, condition: Array.from({ length: count }, () => condition) };
}

/** Decodes a path from the latent of one item to that of another. Both ends are reconstructions. */
export async function interpolate<T, C>(
  model: LatentModel<T, C, LatentSpec>,
  from: T,
  to: T,
  options: PathOptions & WholeOptions<C> = {},
): Promise<readonly T[]> {
  const means = posteriorMean(await model.encode([from, to], forEach(options, 2)));
  const { shape, values } = path(rowOf(means, 0), rowOf(means, 1), options);
  const count = shape[0]!;
  const latents = { shape: [count, ...model.spec.latentShape], values };
  return model.decode(latents, forEach(options, count));
}

/** Decodes a grid between the latents of four items, row by row from the top left. The corners are reconstructions. */
export async function interpolateFour<T, C>(
  model: LatentModel<T, C, LatentSpec>,
  corners: readonly [T, T, T, T],
  options: SquareOptions & WholeOptions<C> = {},
): Promise<readonly T[]> {
  const means = posteriorMean(await model.encode(corners, forEach(options, 4)));
  const points = [0, 1, 2, 3].map((corner) => rowOf(means, corner));
  const latents = square(points as unknown as Parameters<typeof square>[0], options);
  return model.decode(latents, forEach(options, latents.shape[0]!));
}

/**
 * Decodes items that are similar to a given item, from latents around its latent.
 *
 * @param similarity from 0 (draws of the prior) to 1 (the item's reconstruction).
 */
export async function similar<T, C>(
  model: LatentModel<T, C, LatentSpec>,
  item: T,
  count: number,
  similarity: number,
  options: WholeOptions<C> = {},
): Promise<readonly T[]> {
  const means = posteriorMean(await model.encode([item], forEach(options, 1)));
  return model.decode(around(rowOf(means, 0), count, similarity, options), forEach(options, count));
}

/** Decodes a grid over the plane of a two-dimensional latent space, row by row from the top left. */
export async function grid<T, C>(
  model: LatentModel<T, C, LatentSpec>,
  options: GridOptions & WholeOptions<C>,
): Promise<readonly T[]> {
  if (model.spec.latentShape.join() !== '2') {
    throw new InvalidArgumentError(
      `A grid needs a model with a latent space of shape [2]; traverse shows the dimensions of any other. Received: ${model.spec.name} with [${model.spec.latentShape.join(', ')}].`,
    );
  }
  const points = gridPoints(options);
  return model.decode(points, forEach(options, points.shape[0]!));
}

/** The mean of a posterior, `[batch, ...latentShape]`. @throws InvalidArgumentError for a codebook's indices. */
export function posteriorMean(posterior: Posterior): Batch {
  if (posterior.kind === 'vq') {
    throw new InvalidArgumentError('Discrete latents have no mean to move along.');
  }
  return posterior.mean;
}

/**
 * Draws a latent from each posterior, `[n, ...latentShape]`. Over a dataset, these are draws of the aggregated
 * posterior. Without variances, it returns the means.
 *
 * @param at the index of the first item in its dataset. Calls with different indices get different noise.
 */
export function drawPosterior(
  { mean, logVariance }: { readonly mean: Batch; readonly logVariance?: Batch | undefined },
  seed: number,
  at = 0,
): Batch {
  if (logVariance === undefined) return mean;
  const key = { seed, purpose: 'measuring', step: at, operation: 1 } as const;
  const noise = normals(key, mean.values.length);
  const values = mean.values.map((m, i) => m + Math.exp(0.5 * logVariance.values[i]!) * noise[i]!);
  return { shape: mean.shape, values };
}

/** Which latents a traversal of dimensions visits. */
export interface TraverseOptions {
  /** The latent to start from, of `latentShape`'s size. Default: zeros, the middle of the prior. */
  readonly from?: Float32Array;
  /** The dimensions that change, one per row. Default: all. */
  readonly dimensions?: readonly number[];
  /** Number of items per row. Default 9. */
  readonly steps?: number;
  /** Each dimension ranges from -extent to extent. Default 3. */
  readonly extent?: number;
}

/**
 * Moves one dimension after the other through its range while the others stay fixed: `dimensions.length` rows of
 * `steps` items.
 */
export async function traverse<T, C>(
  model: LatentModel<T, C, LatentSpec>,
  options: TraverseOptions & WholeOptions<C> = {},
): Promise<readonly T[]> {
  const { spec } = model;
  if (isDiscrete(spec.bottleneck)) {
    throw new InvalidArgumentError('Discrete latents have no range to move through.');
  }
  const size = sizeOf(spec.latentShape);
  const { from = new Float32Array(size), steps = 9, extent = 3 } = options;
  const { dimensions = Array.from({ length: size }, (_, i) => i) } = options;
  const values = Array.from({ length: steps }, (_, i) =>
    steps === 1 ? 0 : -extent + (2 * extent * i) / (steps - 1),
  );
  const rows = dimensions.flatMap((dimension) => traversal(from, dimension, values).values);
  const latents = Float32Array.from(rows.flatMap((row) => [...row]));
  const count = dimensions.length * steps;
  return model.decode(
    { shape: [count, ...spec.latentShape], values: latents },
    forEach(options, count),
  );
}
