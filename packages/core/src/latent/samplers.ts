/**
 * Sources of new latents after training: the prior, a mixture fitted to the latents of a dataset, or a prior that the
 * model has learned. All have the same interface.
 */
import {
  InvalidArgumentError,
  sizeOf,
  type Batch,
  type LatentModel,
  type LatentSpec,
  isDiscrete,
} from '@speil/api';
import { normals, uniforms } from '../random/streams.js';
import {
  fitGaussianMixture,
  type GaussianMixture,
  type MixtureOptions,
} from './gaussian-mixture.js';
import { sampleStandardNormal } from '../priors/standard-normal.js';

/** A source of latents: a prior, or a distribution that was fitted to latents. */
export interface LatentSampler {
  /** Description for the user, such as `standard normal` or `mixture of 10 Gaussians`. */
  readonly name: string;
  /**
   * Draws latents.
   *
   * @param seed the same seed gives the same latents.
   * @returns `[count, ...latentShape]`.
   */
  sample(count: number, seed: number): Promise<Batch> | Batch;
}

/** Draws from N(0, I), the prior of a variational model. */
export function createStandardNormalSampler(latentShape: readonly number[]): LatentSampler {
  return {
    name: 'standard normal',
    sample: (count, seed) => sampleStandardNormal(count, latentShape, seed),
  };
}

/**
 * Fits a Gaussian mixture to the latents of a dataset, and creates a sampler of it.
 *
 * @param latents `[n, ...latentShape]`: means, or draws from the posteriors, whose mixture is the aggregated posterior.
 */
export function fitMixtureSampler(latents: Batch, options: MixtureOptions = {}): LatentSampler {
  return createMixtureSampler(fitGaussianMixture(latents, options), latents.shape.slice(1));
}

/**
 * Makes a sampler of a Gaussian mixture.
 *
 * @param latentShape a shape whose size is the width of the mixture.
 */
export function createMixtureSampler(
  mixture: GaussianMixture,
  latentShape: readonly number[],
): LatentSampler {
  const { width, components } = mixture;
  if (sizeOf(latentShape) !== width) {
    throw new InvalidArgumentError(
      `A mixture of ${width} numbers gives no latents of shape [${latentShape.join(', ')}].`,
    );
  }
  return {
    name: `mixture of ${components.length} Gaussian${components.length === 1 ? '' : 's'}`,
    sample(count, seed) {
      const which = uniforms({ seed, purpose: 'sampling', operation: 1 }, count);
      const noise = normals({ seed, purpose: 'sampling' }, count * width);
      const values = new Float32Array(count * width);
      for (let n = 0; n < count; n++) {
        let left = which[n]!;
        let c = 0;
        while (c < components.length - 1 && (left -= components[c]!.weight) >= 0) c++;
        const { mean, cholesky } = components[c]!;
        for (let i = 0; i < width; i++) {
          let value = mean[i]!;
          for (let j = 0; j <= i; j++) value += cholesky[i * width + j]! * noise[n * width + j]!;
          values[n * width + i] = value;
        }
      }
      return { shape: [count, ...latentShape], values };
    },
  };
}

/**
 * Creates a sampler of a prior that the model has learned, such as an autoregressive prior over indices.
 *
 * @param draw returns `[count, ...latentShape]`; the shape is checked.
 */
export function createLearnedPriorSampler(
  name: string,
  latentShape: readonly number[],
  draw: (count: number, seed: number) => Promise<Batch> | Batch,
): LatentSampler {
  return {
    name,
    async sample(count, seed) {
      const latents = await draw(count, seed);
      const expected = [count, ...latentShape];
      if (latents.shape.join() === expected.join()) return latents;
      throw new InvalidArgumentError(
        `Sampler ${name} must give latents of shape [${expected.join(', ')}]. Received: [${latents.shape.join(', ')}].`,
      );
    },
  };
}

/**
 * Creates the sampler of a model's prior: the learned prior, or the standard normal.
 *
 * @throws InvalidArgumentError for a codebook without a prior.
 */
export function createPriorSampler<T, C>(model: LatentModel<T, C, LatentSpec>): LatentSampler {
  const { name, bottleneck, latentShape } = model.spec;
  if (model.samplePrior !== undefined) {
    return createLearnedPriorSampler('learned prior', latentShape, (count, seed) =>
      model.samplePrior!(count, { seed }),
    );
  }
  if (!isDiscrete(bottleneck)) return createStandardNormalSampler(latentShape);
  throw new InvalidArgumentError(
    `Samples of model ${name} need a prior over its latents. Received: prior=null.`,
  );
}
