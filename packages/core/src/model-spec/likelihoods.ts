/** The declaration of each likelihood: its variables, and the kind of row that a sequence decoder draws for it. */
import type { LikelihoodSpec } from '@speil/api';
import type { VariableDeclaration } from '../declarations/declarations.js';

/** The kind of a sequence decoder's output, which determines how a row is drawn. */
export type RowKind = 'categorical' | 'boolean' | 'groove' | 'nade';

export interface LikelihoodDeclaration {
  readonly variables: readonly VariableDeclaration[];
  /** The kind of row; null for a likelihood that sequences do not support. */
  readonly rowKind: RowKind | null;
}

type Kind = LikelihoodSpec['kind'];

const declarations: {
  readonly [K in Kind]: (spec: Extract<LikelihoodSpec, { kind: K }>) => LikelihoodDeclaration;
} = {
  bernoulli: () => ({ variables: [], rowKind: 'boolean' }),
  gaussian: ({ variance }) => ({
    variables: typeof variance !== 'number' ? scalar('likelihood/logVariance') : [],
    rowKind: null,
  }),
  continuousBernoulli: () => ({ variables: [], rowKind: null }),
  discretizedLogistic: () => ({ variables: scalar('likelihood/logScale'), rowKind: null }),
  categorical: () => ({ variables: [], rowKind: 'categorical' }),
  groove: () => ({ variables: [], rowKind: 'groove' }),
  mse: () => ({ variables: [], rowKind: null }),
};

export function declareLikelihood(spec: LikelihoodSpec): LikelihoodDeclaration {
  const declare = declarations[spec.kind] as (spec: LikelihoodSpec) => LikelihoodDeclaration;
  return declare(spec);
}

/** Declares the logarithm of a variance or scale that all dimensions share. It starts at 0. */
function scalar(name: string): readonly VariableDeclaration[] {
  return [{ name, shape: [], initializer: 'zeros', fanIn: 1, fanOut: 1, trainable: true }];
}
