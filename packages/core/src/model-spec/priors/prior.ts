/** What must be known of a prior before anything is allocated: its variables and its latents. */
import type { PriorSpec } from '@speil/api';
import type { VariableDeclaration } from '../../declarations/declarations.js';

/** The latents on which a prior is defined. */
export interface LatentSpace {
  readonly latentShape: readonly number[];
  /** Number of values of an index; null for latents of real numbers. */
  readonly codebookSize: number | null;
}

export interface PriorDeclaration<S extends PriorSpec = PriorSpec> extends LatentSpace {
  readonly spec: S;
  readonly variables: readonly VariableDeclaration[];
}

export type PriorSpecOf<K extends PriorSpec['kind']> = Extract<PriorSpec, { kind: K }>;

/** @throws IncompatibleError if the prior does not support such latents. */
export type DeclarePrior<K extends PriorSpec['kind']> = (
  spec: PriorSpecOf<K>,
  space: LatentSpace,
) => readonly VariableDeclaration[];
