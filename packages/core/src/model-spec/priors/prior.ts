/** What a prior needs before anything is allocated: its variables, and the latents that it is over. */
import type { PriorSpec } from '@speil/api';
import type { VariableDeclaration } from '../../declarations/declarations.js';

/** The latents that a prior is over. */
export interface LatentSpace {
  readonly latentShape: readonly number[];
  /** Values that an index takes; null for latents of real numbers. */
  readonly codebookSize: number | null;
}

export interface PriorDeclaration<S extends PriorSpec = PriorSpec> extends LatentSpace {
  readonly spec: S;
  readonly variables: readonly VariableDeclaration[];
}

export type PriorSpecOf<K extends PriorSpec['kind']> = Extract<PriorSpec, { kind: K }>;

/** @throws IncompatibleError when the prior is not one over such latents. */
export type DeclarePrior<K extends PriorSpec['kind']> = (
  spec: PriorSpecOf<K>,
  space: LatentSpace,
) => readonly VariableDeclaration[];
