/**
 * The table of likelihoods by kind. To add one, add a file to this folder and a row here. Without the row the code does
 * not compile.
 */
import type { LikelihoodSpec } from '@speil/api';
import { bernoulli } from './bernoulli.js';
import { categorical } from './categorical.js';
import { continuousBernoulli } from './continuous-bernoulli.js';
import { discretizedLogistic } from './discretized-logistic.js';
import { gaussian } from './gaussian.js';
import { groove } from './groove.js';
import type { Likelihood } from './likelihood.js';
import { mse } from './mse.js';

type Kind = LikelihoodSpec['kind'];
type SpecOf<K extends Kind> = Extract<LikelihoodSpec, { kind: K }>;

const likelihoods: { readonly [K in Kind]: (spec: SpecOf<K>) => Likelihood } = {
  bernoulli: () => bernoulli,
  gaussian,
  continuousBernoulli: () => continuousBernoulli,
  discretizedLogistic: () => discretizedLogistic,
  categorical,
  groove: () => groove,
  mse: () => mse,
};

/** The likelihood that a spec names. */
export function createLikelihood(spec: LikelihoodSpec): Likelihood {
  const create = likelihoods[spec.kind] as (spec: LikelihoodSpec) => Likelihood;
  return create(spec);
}
