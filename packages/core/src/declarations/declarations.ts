/**
 * The shapes, variables and noise of a layer, a network or a model, computed from plain data without tfjs, before
 * anything is allocated. Listing recipes, checking an untrusted file and building the network all use them.
 */

/**
 * How a variable is initialised. `unitForgetBias` is for the bias of an LSTM: 1 for the forget gate (the second
 * quarter), 0 elsewhere (Jozefowicz et al. 2015). A number is the initial value of all.
 */
export type Initializer = 'zeros' | 'ones' | 'glorotUniform' | 'unitForgetBias' | number;

/** A variable of a network: its name, its shape and how it begins. */
export interface VariableDeclaration {
  /** Path such as `encoder/0/kernel`; the key in `weights.safetensors`. */
  readonly name: string;
  /** Sizes of the axes, the outermost first. */
  readonly shape: readonly number[];
  /** How it is initialised. */
  readonly initializer: Initializer;
  /** Number of inputs and outputs that a weight connects, for the initialiser. */
  readonly fanIn: number;
  /** Number of outputs that a weight connects, for the initialiser. */
  readonly fanOut: number;
  /** False for running means, which training updates without a gradient. */
  readonly trainable: boolean;
}

/** Random numbers that a training step takes as an input, `[batch, ...shape]`. */
export interface NoiseDeclaration {
  /** Full name, by which a layer asks for the noise. */
  readonly name: string;
  /** Shape for one item, without the batch. */
  readonly shape: readonly number[];
  /** Standard normal, or uniform on [0, 1). */
  readonly distribution: 'normal' | 'uniform';
  /** True for noise without a batch axis: one draw of `shape` for each step. */
  readonly perStep?: true;
}

/** What a layer needs and gives, computed from its spec and its input's shape. */
export interface LayerDeclaration {
  /** Shape of the output, without the batch. */
  readonly outputShape: readonly number[];
  /** Its variables; empty for a layer without any. */
  readonly variables: readonly VariableDeclaration[];
  /** Noise that the layer takes only in training. */
  readonly noise: readonly NoiseDeclaration[];
  /** Number of recurrent steps that follow one another in the graph. Default 0. */
  readonly steps?: number;
}
