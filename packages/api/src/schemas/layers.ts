/**
 * The closed list of layers that a model file may name. A file contains data, never code: a layer that is not listed here
 * does not load. Bounds prevent large allocations by a hostile file.
 */
import * as z from 'zod';

const size = z.int().min(1).max(65_536);
const small = z.int().min(1).max(64);

export const activationSchema = z.enum([
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'swish',
  'tanh',
  'sigmoid',
  'softplus',
]);
/** `leakyRelu` has slope .2 below zero; `swish` is x sigmoid(x). */
export type Activation = z.infer<typeof activationSchema>;

const convolution = {
  filters: size,
  /** Side of the square kernel, in pixels. */
  kernelSize: small,
  strides: small.default(1),
  padding: z.enum(['same', 'valid']).default('same'),
  activation: activationSchema.default('linear'),
};

const recurrent = {
  /** Size of the hidden state. */
  units: z.int().min(1).max(4096),
  /** Returns all hidden states `[steps, units]`, or only the last one `[units]`. */
  returnSequences: z.boolean().default(false),
};

/** Layers without inner layers, so that a hostile file cannot nest layers without limit. */
const plainLayers = [
  /** `[n] -> [units]`, or for each step separately `[steps, n] -> [steps, units]`. */
  z.strictObject({
    type: z.literal('dense'),
    units: size,
    activation: activationSchema.default('linear'),
  }),
  /** `[height, width, channels] -> [height', width', filters]`. */
  z.strictObject({ type: z.literal('conv2d'), ...convolution }),
  /** The gradient of a convolution as a layer; with `same`, the sides are multiplied by `strides`. */
  z.strictObject({ type: z.literal('conv2dTranspose'), ...convolution }),
  /** The maximum of each window of `poolSize` squared; an incomplete window is padded (`same`) or dropped. */
  z.strictObject({
    type: z.literal('maxPool2d'),
    poolSize: small,
    padding: z.enum(['same', 'valid']).default('valid'),
  }),
  /** Repeats each pixel `size` times in both directions. */
  z.strictObject({ type: z.literal('upSample2d'), size: small }),
  z.strictObject({ type: z.literal('flatten') }),
  /** Changes the shape; the number of values stays the same. */
  z.strictObject({ type: z.literal('reshape'), shape: z.array(size).min(1).max(4) }),
  /** Ioffe & Szegedy 2015: batch statistics in training, running means otherwise; over the last axis. */
  z.strictObject({
    type: z.literal('batchNormalization'),
    momentum: z.number().min(0).lt(1).default(0.99),
    epsilon: z.number().positive().max(1).default(1e-3),
  }),
  /** Zeroes a share `rate` of the values in training and scales the rest by `1 / (1 - rate)`. */
  z.strictObject({ type: z.literal('dropout'), rate: z.number().min(0).lt(1) }),
  /** Ba, Kiros & Hinton 2016: each item separately, over its last axis. */
  z.strictObject({
    type: z.literal('layerNormalization'),
    epsilon: z.number().positive().max(1).default(1e-3),
  }),
  /** The mean of each window of `poolSize` squared; an incomplete window is dropped. */
  z.strictObject({ type: z.literal('averagePool2d'), poolSize: small }),
  /** `[steps, n]` to hidden states. Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000. */
  z.strictObject({ type: z.literal('lstm'), ...recurrent }),
  /** `[steps, n]` to hidden states. Cho et al. 2014, the reset gate after the product as in cuDNN and Keras. */
  z.strictObject({ type: z.literal('gru'), ...recurrent }),
  /** `[n] -> [steps, n]`: the same vector at every step. */
  z.strictObject({ type: z.literal('repeatVector'), steps: z.int().min(1).max(1024) }),
] as const;

export const plainLayerSchema = z.discriminatedUnion('type', plainLayers);
z.globalRegistry.add(plainLayerSchema, { title: 'layer' });
export type PlainLayerSpec = z.output<typeof plainLayerSchema>;
export type PlainLayerInput = z.input<typeof plainLayerSchema>;

export const layerSchema = z.discriminatedUnion('type', [
  ...plainLayers,
  /**
   * x + layers(x), then the activation (He et al. 2016, equation 1). If the shapes differ, a linear projection is
   * applied to x (equation 2): a 1 x 1 convolution or a dense layer.
   */
  z.strictObject({
    type: z.literal('residual'),
    layers: z.array(plainLayerSchema).min(1).max(16),
    activation: activationSchema.default('linear'),
  }),
]);
z.globalRegistry.add(layerSchema, { title: 'layer' });

/** A layer with every default filled in, as code sees it. */
export type LayerSpec = z.output<typeof layerSchema>;
/** A layer as a user writes it, with optional defaults. */
export type LayerInput = z.input<typeof layerSchema>;
