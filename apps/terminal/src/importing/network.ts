/**
 * A network of another library as a chain of layers, the form in which every format is brought here. Weights have the
 * layouts of tfjs: `[in, out]` for dense layers, `[k, k, in, out]` for convolutions, `[k, k, out, in]` for transposed
 * ones.
 */
import {
  activationSchema,
  IncompatibleError,
  sizeOf,
  type Activation,
  type PlainLayerInput,
} from '@speil/api';

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A layer as Speil declares it, with its weights by the names of Speil's variables: `kernel`, `bias`. */
export interface ForeignLayer {
  readonly layer: PlainLayerInput;
  readonly weights: Readonly<Record<string, Tensor>>;
}

/** A chain of layers from one input. */
export interface ForeignNetwork {
  /** The shape of an item, `[height, width, channels]` or `[size]`. */
  readonly input: readonly number[];
  readonly layers: readonly ForeignLayer[];
}

/** An encoder: a chain, and the layers that compute mean and log variance from it. */
export interface ForeignEncoder extends ForeignNetwork {
  /** One dense layer for a plain autoencoder, two for a Gaussian posterior, none if the features are the latent. */
  readonly heads: readonly ForeignLayer[];
}

/** What was read from files: one network, which may be an encoder or a decoder. */
export type ForeignModel = ForeignEncoder;

/** @returns a tensor with its axes in another order, as `transpose` of NumPy. */
export function permute({ shape, values }: Tensor, axes: readonly number[]): Tensor {
  const out = axes.map((axis) => shape[axis]!);
  const strides = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
  const result = new Float32Array(values.length);
  const index = new Array<number>(out.length).fill(0);
  for (let i = 0; i < result.length; i++) {
    let from = 0;
    for (const [k, axis] of axes.entries()) from += index[k]! * strides[axis]!;
    result[i] = values[from]!;
    for (let k = out.length - 1; k >= 0 && ++index[k]! === out[k]; k--) index[k] = 0;
  }
  return { shape: out, values: result };
}

export function reshaped({ values }: Tensor, shape: readonly number[]): Tensor {
  return { shape, values };
}

export const zeros = (size: number): Tensor => ({
  shape: [size],
  values: new Float32Array(size),
});

/**
 * Appends an activation that is a layer of its own in the other library.
 *
 * @throws IncompatibleError if the layer before it has an activation already, or cannot have one.
 */
export function withActivation(
  layers: readonly ForeignLayer[],
  activation: string,
  name: string,
): readonly ForeignLayer[] {
  const last = layers.at(-1);
  if (last === undefined || !('activation' in last.layer) || last.layer.activation !== 'linear') {
    throw new IncompatibleError(
      `Activation ${name} (${activation}) must follow a dense layer or a convolution without one. Received: ${last?.layer.type ?? 'the input'}.`,
    );
  }
  const layer = { ...last.layer, activation: activationOf(activation, name) };
  return [...layers.slice(0, -1), { ...last, layer }];
}

const synonyms: ReadonlyMap<string, Activation> = new Map([
  ['leaky_relu', 'leakyRelu'],
  ['silu', 'swish'],
]);

/** @throws IncompatibleError for an activation that Speil does not have. */
export function activationOf(name: string, layer: string): Activation {
  const { options } = activationSchema;
  const known = synonyms.get(name) ?? options.find((one) => one === name);
  if (known !== undefined) return known;
  throw new IncompatibleError(
    `Layer ${layer} has the activation ${name.slice(0, 60)}; Speil has ${options.join(', ')}.`,
  );
}
