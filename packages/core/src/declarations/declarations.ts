/**
 * What a layer, a network or a model needs, worked out from plain data before anything is allocated and without tfjs:
 * shapes, variables, noise. Listing recipes, checking a stranger's file and building the network all read from here.
 */

/** `unitForgetBias`: an LSTM's bias, 1 for the forget gate (the second quarter), else 0 (Jozefowicz et al. 2015). */
export type Initializer = 'zeros' | 'ones' | 'glorotUniform' | 'unitForgetBias';

export interface VariableDeclaration {
  /** Path such as `encoder/0/kernel`; the key in `weights.safetensors`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** Inputs and outputs that a weight joins, for the initialiser. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** False for running means, which training updates without a gradient. */
  readonly trainable: boolean;
}

/** Random numbers that a training step wants from outside, `[batch, ...shape]`. */
export interface NoiseDeclaration {
  readonly name: string;
  readonly shape: readonly number[];
  readonly distribution: 'normal' | 'uniform';
  /** True for one draw a step, `shape` without the batch. */
  readonly perStep?: true;
}

export interface LayerDeclaration {
  readonly outputShape: readonly number[];
  readonly variables: readonly VariableDeclaration[];
  /** Noise that the layer wants in training only. */
  readonly noise: readonly NoiseDeclaration[];
  /** Recurrent steps that stand in the graph one after the other. Default 0. */
  readonly steps?: number;
}
