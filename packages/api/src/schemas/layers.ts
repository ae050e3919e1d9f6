/**
 * The closed list of layers that a model file may name. A file contains data, never code: a file with a layer that is
 * not listed here is refused. Bounds prevent large allocations by a hostile file.
 */
import * as z from 'zod';

const size = z.int().min(1).max(65_536);
const small = z.int().min(1).max(64);

/** The function of each value of the result. `leakyRelu` has slope .2 below zero; `swish` is x sigmoid(x). */
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
/** The name of an activation function. */
export type Activation = z.infer<typeof activationSchema>;

/**
 * How sides are enlarged. `nearest` repeats each pixel; `bilinear` takes the two nearest pixels in each direction by their
 * distance, with half pixels at the edges (PyTorch's `align_corners=False`).
 */
const interpolationSchema = z.enum(['nearest', 'bilinear']).default('nearest');
/** Name of a way to enlarge sides. */
export type Interpolation = z.infer<typeof interpolationSchema>;

const initialBias = z.number().min(-100).max(100).optional();

const convolution = {
  /** Number of output channels. */
  filters: size,
  /** Side of the square kernel, in pixels. */
  kernelSize: small,
  /** Step of the kernel in both directions, in pixels. */
  strides: small.default(1),
  /** `same` surrounds the picture with zeros; `valid` only takes windows that lie within it. */
  padding: z.enum(['same', 'valid']).default('same'),
  activation: activationSchema.default('linear'),
  /** Initial value of the biases; for an output layer, the mean of the data. Default 0. */
  initialBias,
};

const recurrent = {
  /** Size of the hidden state. */
  units: z.int().min(1).max(4096),
  /** Whether it returns all hidden states `[steps, units]`, or only the last one `[units]`. */
  returnSequences: z.boolean().default(false),
};

/** Layers without inner layers, so that a hostile file cannot nest layers without limit. */
const plainLayers = [
  /**
   * `[n] -> [units]`, or for each step separately `[steps, n] -> [steps, units]`.
   *
   * @example { "type": "dense", "units": 256, "activation": "relu" }
   */
  z.strictObject({
    type: z.literal('dense'),
    /** Number of outputs. */
    units: size,
    activation: activationSchema.default('linear'),
    /** Initial value of the biases; for an output layer, the mean of the data. Default 0. */
    initialBias,
  }),
  /**
   * A convolution: `[height, width, channels] -> [height', width', filters]`; with `same`, the sides are divided by
   * `strides` and rounded up.
   *
   * @example { "type": "conv2d", "filters": 32, "kernelSize": 3, "strides": 2, "activation": "relu" }
   */
  z.strictObject({ type: z.literal('conv2d'), ...convolution }),
  /**
   * The gradient of a convolution as a layer; with `same`, the sides are multiplied by `strides`.
   *
   * @example { "type": "conv2dTranspose", "filters": 32, "kernelSize": 3, "strides": 2, "activation": "relu" }
   */
  z.strictObject({ type: z.literal('conv2dTranspose'), ...convolution }),
  /**
   * The maximum of each window; windows do not overlap.
   *
   * @example { "type": "maxPool2d", "poolSize": 2 }
   */
  z.strictObject({
    type: z.literal('maxPool2d'),
    /** Side of a window, in pixels. */
    poolSize: small,
    /** What happens to an incomplete window: `same` keeps it, `valid` drops it. */
    padding: z.enum(['same', 'valid']).default('valid'),
  }),
  /**
   * Enlarges both sides by a whole factor.
   *
   * @example { "type": "upSample2d", "size": 2 }
   */
  z.strictObject({
    type: z.literal('upSample2d'),
    /** The factor of both sides. */
    size: small,
    interpolation: interpolationSchema,
  }),
  /**
   * Puts all values of an item into one vector.
   *
   * @example { "type": "flatten" }
   */
  z.strictObject({ type: z.literal('flatten') }),
  /**
   * Changes the shape; the number of values stays the same.
   *
   * @example { "type": "reshape", "shape": [7, 7, 64] }
   */
  z.strictObject({
    type: z.literal('reshape'),
    /** The new shape of an item. */
    shape: z.array(size).min(1).max(4),
  }),
  /**
   * Batch normalisation of each entry of the last axis: with the batch's mean and variance in training, and with
   * running ones otherwise (Ioffe & Szegedy 2015).
   *
   * @example { "type": "batchNormalization" }
   */
  z.strictObject({
    type: z.literal('batchNormalization'),
    /** Share of the running mean and variance that each step keeps. */
    momentum: z.number().min(0).lt(1).default(0.99),
    /** Added to the variance. */
    epsilon: z.number().positive().max(1).default(1e-3),
  }),
  /**
   * Zeroes some values in training and scales the rest by `1 / (1 - rate)`.
   *
   * @example { "type": "dropout", "rate": 0.25 }
   */
  z.strictObject({
    type: z.literal('dropout'),
    /** Share of the values that become zero. */
    rate: z.number().min(0).lt(1),
  }),
  /**
   * Layer normalisation: normalises each row of an item's last axis by its own mean and variance (Ba, Kiros & Hinton
   * 2016).
   *
   * @example { "type": "layerNormalization" }
   */
  z.strictObject({
    type: z.literal('layerNormalization'),
    /** Added to the variance. */
    epsilon: z.number().positive().max(1).default(1e-3),
  }),
  /**
   * The mean of each window; windows do not overlap, and an incomplete one is dropped.
   *
   * @example { "type": "averagePool2d", "poolSize": 2 }
   */
  z.strictObject({
    type: z.literal('averagePool2d'),
    /** Side of a window, in pixels. */
    poolSize: small,
  }),
  /**
   * A recurrent layer with memory cells, from `[steps, n]` to hidden states (Hochreiter & Schmidhuber 1997, with the
   * forget gate of Gers et al. 2000).
   *
   * @example { "type": "lstm", "units": 128, "returnSequences": true }
   */
  z.strictObject({ type: z.literal('lstm'), ...recurrent }),
  /**
   * A gated recurrent layer, from `[steps, n]` to hidden states (Cho et al. 2014, with the reset gate after the product
   * as in cuDNN and Keras).
   *
   * @example { "type": "gru", "units": 128 }
   */
  z.strictObject({ type: z.literal('gru'), ...recurrent }),
  /**
   * `[n] -> [steps, n]`: repeats a vector at every step.
   *
   * @example { "type": "repeatVector", "steps": 28 }
   */
  z.strictObject({
    type: z.literal('repeatVector'),
    /** Number of steps. */
    steps: z.int().min(1).max(1024),
  }),
] as const;

/** A layer that contains no other layers. */
export const plainLayerSchema = z.discriminatedUnion('type', plainLayers);
z.globalRegistry.add(plainLayerSchema, { title: 'layer' });
/** A layer that contains no others, checked: defaults are filled in. */
export type PlainLayerSpec = z.output<typeof plainLayerSchema>;
/** The same as it is written: settings with defaults may be absent. */
export type PlainLayerInput = z.input<typeof plainLayerSchema>;

/** A layer of a network: a plain one, or a residual block of plain ones. */
export const layerSchema = z.discriminatedUnion('type', [
  ...plainLayers,
  /**
   * x + layers(x), then the activation (He et al. 2016, equation 1). If the shapes differ, a linear projection is
   * applied to x (equation 2): a 1 x 1 convolution or a dense layer. If the layers enlarge the sides by a whole factor,
   * so is the projection.
   *
   * @example { "type": "residual", "layers": [{ "type": "dense", "units": 64 }], "activation": "relu" }
   */
  z.strictObject({
    type: z.literal('residual'),
    /** Layers of the branch; none of them is residual. */
    layers: z.array(plainLayerSchema).min(1).max(16),
    /** How the projection is enlarged, if it is. */
    interpolation: interpolationSchema,
    activation: activationSchema.default('linear'),
  }),
]);
z.globalRegistry.add(layerSchema, { title: 'layer' });

/** A layer with every default filled in, as code sees it. */
export type LayerSpec = z.output<typeof layerSchema>;
/** A layer as a user writes it, with optional defaults. */
export type LayerInput = z.input<typeof layerSchema>;
