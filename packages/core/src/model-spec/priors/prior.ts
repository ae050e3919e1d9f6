/** What must be known of a prior before anything is allocated: its variables and its latents. */
import type { PriorSpec } from '@speil/api';
import type { VariableDeclaration } from '../../declarations/declarations.js';

/** The latents on which a prior is defined. */
export interface LatentSpace {
  /** Shape of one latent. */
  readonly latentShape: readonly number[];
  /** Number of values of an index; null for latents of real numbers. */
  readonly codebookSize: number | null;
}

/** A prior of a model: its settings, its latents and its variables. */
export interface PriorDeclaration<S extends PriorSpec = PriorSpec> extends LatentSpace {
  /** Its settings in the model's spec. */
  readonly spec: S;
  /** The variables that are trained with the model; empty for a fixed prior. */
  readonly variables: readonly VariableDeclaration[];
}

export type PriorSpecOf<K extends PriorSpec['kind']> = Extract<PriorSpec, { kind: K }>;

/** @throws IncompatibleError if the prior does not support such latents. */
export type DeclarePrior<K extends PriorSpec['kind']> = (
  spec: PriorSpecOf<K>,
  space: LatentSpace,
) => readonly VariableDeclaration[];
