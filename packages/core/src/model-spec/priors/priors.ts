/** Every prior by its kind. A new member is a file of this folder, one of `src/priors` and a row in each table. */
import { IncompatibleError, type ModelSpec, type PriorSpec } from '@speil/api';
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
 * The prior of a model: what its spec names, else the standard normal for a gaussian bottleneck and for latents that are
 * matched to it. Null for a plain code or a codebook without a prior.
 *
 * @throws IncompatibleError for a prior that is not one over the model's latents.
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
    codebookSize: bottleneck.kind === 'vq' ? bottleneck.codebookSize : null,
  });
}

/** @throws IncompatibleError when the prior is not one over such latents. */
export function declarePriorOf(spec: PriorSpec, space: LatentSpace): PriorDeclaration {
  const declare = declarations[spec.kind] as DeclarePrior<PriorSpec['kind']>;
  return { spec, ...space, variables: declare(spec, space) };
}
