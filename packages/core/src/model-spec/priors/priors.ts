/**
 * The table of priors by kind. To add a prior, add a file to this folder, a file to `src/priors`, and a row to each
 * table.
 */
import { IncompatibleError, type ModelSpec, type PriorSpec, codebookShapeOf } from '@speil/api';
import { declarePixelCnn } from './pixel-cnn.js';
import type { DeclarePrior, LatentSpace, PriorDeclaration } from './prior.js';

const declarations: { readonly [K in PriorSpec['kind']]: DeclarePrior<K> } = {
  standardNormal: (_spec, { codebookSize }) => {
    if (codebookSize === null) return [];
    throw new IncompatibleError(
      `A standard normal prior needs latents of real numbers. Received: a codebook of ${codebookSize}.`,
    );
  },
  pixelCnn: declarePixelCnn,
};

/**
 * The prior of a model: the one that its spec names, otherwise the standard normal for a Gaussian bottleneck and for
 * latents that are matched to a prior. Null for a plain latent or a codebook without a prior.
 *
 * @throws IncompatibleError for a prior that does not support the model's latents.
 */
export function declarePrior(spec: ModelSpec): PriorDeclaration | null {
  const { bottleneck, objective, latentShape } = spec;
  const standard = bottleneck.kind === 'gaussian' || objective.priorMatching !== undefined;
  if (spec.prior === undefined && !standard) return null;
  if (spec.prior !== undefined && bottleneck.kind === 'deterministic' && !standard) {
    throw new IncompatibleError(
      `Model ${spec.name}: a prior needs a gaussian bottleneck, a codebook or latents that are matched to it. Received: bottleneck=deterministic.`,
    );
  }
  return declarePriorOf(spec.prior ?? { kind: 'standardNormal' }, {
    latentShape,
    codebookSize: codebookShapeOf(bottleneck)?.codebookSize ?? null,
  });
}

/** @throws IncompatibleError if the prior does not support such latents. */
export function declarePriorOf(spec: PriorSpec, space: LatentSpace): PriorDeclaration {
  const declare = declarations[spec.kind] as DeclarePrior<PriorSpec['kind']>;
  return { spec, ...space, variables: declare(spec, space) };
}
