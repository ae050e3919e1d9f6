/** The table of priors by kind. The table in `model-spec/priors` has the declarations. */
import type { PriorSpec } from '@speil/api';
import type { PriorDeclaration, PriorSpecOf } from '../model-spec/priors/prior.js';
import { pixelCnn } from './pixel-cnn.js';
import type { Prior } from './prior.js';
import { standardNormal } from './standard-normal.js';

type Kind = PriorSpec['kind'];

const priors: {
  readonly [K in Kind]: (declaration: PriorDeclaration<PriorSpecOf<K>>) => Prior;
} = {
  standardNormal: () => standardNormal,
  pixelCnn,
};

/** The prior that a declaration names. */
export function createPrior(declaration: PriorDeclaration): Prior {
  const create = priors[declaration.spec.kind] as (declaration: PriorDeclaration) => Prior;
  return create(declaration);
}
