/**
 * The mutual information of items and latents. The KL term of the ELBO is the sum of this information and the distance
 * of the aggregated posterior from the prior (Hoffman & Johnson 2016, section 2).
 */
import { InvalidArgumentError, type GaussianPosterior } from '@speil/api';
import { normals } from '../random/streams.js';
import { LogMeanExp } from './accumulate.js';
import { rowsOf } from './rows.js';

/** Estimates of the information that latents have of items, in nats. */
export interface LatentInformation {
  /** Mutual information of an item's index and its latent, in nats; at most ln of the number of items. */
  readonly mutualInformation: number;
  /**
   * KL from the aggregated posterior to the standard normal prior, in nats. The sum of both values is the KL of the
   * ELBO.
   */
  readonly marginalKl: number;
}

/** How the information is estimated. */
export interface LatentInformationOptions {
  /** Number of draws per item. Default 1. */
  readonly samples?: number;
  /** Default 0. */
  readonly seed?: number;
}

/**
 * A Monte Carlo estimate over draws z of q(z | n): the mean of ln q(z | n) - ln (1/N) sum q(z | m). The work grows with
 * the square of the number of items. Ten thousand items with two latent dimensions take seconds.
 *
 * @param posterior the posteriors of a dataset's items, `[n, ...latentShape]`, at least 2.
 */
export function latentInformation(
  posterior: GaussianPosterior,
  { samples = 1, seed = 0 }: LatentInformationOptions = {},
): LatentInformation {
  const { count, width, values: mean } = rowsOf(posterior.mean, 'The number of items', 2);
  const logVariance = posterior.logVariance.values;
  if (logVariance.length !== mean.length) {
    throw new InvalidArgumentError('A posterior must have as many log variances as means.');
  }
  const precision = logVariance.map((value) => Math.exp(-value));
  // -ln of each posterior's normalising constant, without the factors of 2 pi, which cancel.
  const scale = Float64Array.from({ length: count }, (_, m) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += logVariance[m * width + i]!;
    return sum / 2;
  });
  let information = 0;
  let kl = 0;
  const z = new Float64Array(width);
  for (let draw = 0; draw < samples; draw++) {
    const noise = normals({ seed, purpose: 'measuring', step: draw }, mean.length);
    for (let n = 0; n < count; n++) {
      let own = -scale[n]!;
      let prior = 0;
      for (let i = 0; i < width; i++) {
        const e = noise[n * width + i]!;
        z[i] = mean[n * width + i]! + Math.exp(logVariance[n * width + i]! / 2) * e;
        own -= (e * e) / 2;
        prior -= (z[i]! * z[i]!) / 2;
      }
      const marginal = new LogMeanExp(1);
      const log = new Float32Array(1);
      for (let m = 0; m < count; m++) {
        let exponent = 0;
        for (let i = 0; i < width; i++) {
          const difference = z[i]! - mean[m * width + i]!;
          exponent += difference * difference * precision[m * width + i]!;
        }
        log[0] = -exponent / 2 - scale[m]!;
        marginal.add(log);
      }
      information += own - marginal.value()[0]!;
      kl += own - prior;
    }
  }
  const mutualInformation = information / (count * samples);
  return { mutualInformation, marginalKl: kl / (count * samples) - mutualInformation };
}
