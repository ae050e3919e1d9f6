/** Converts single layers of Keras, by their class and configuration. A setting that Speil does not have is refused. */
import { IncompatibleError, InvalidFileError, parseWith } from '@speil/api';
import * as z from 'zod';
import { activationOf, withActivation, zeros, type ForeignLayer, type Tensor } from './network.js';

/** A layer to convert. */
export interface Conversion {
  readonly config: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly weights: readonly Tensor[];
  /** The layers before. */
  readonly layers: readonly ForeignLayer[];
}

type Convert = (conversion: Conversion) => readonly ForeignLayer[];

/** The conversion of each class of layers that Speil has too; its result is all layers up to this one. */
export const converters: Readonly<Record<string, Convert>> = {
  Dense: ({ config, name, weights, layers }) => [
    ...layers,
    {
      layer: { type: 'dense', units: numberIn(config, 'units', name), ...activated(config, name) },
      weights: affine(weights, numberIn(config, 'units', name), name),
    },
  ],
  Conv2D: (conversion) => convolution('conv2d', conversion),
  Conv2DTranspose: (conversion) => convolution('conv2dTranspose', conversion),
  Flatten: ({ layers }) => [...layers, { layer: { type: 'flatten' }, weights: {} }],
  Reshape: ({ config, name, layers }) => [
    ...layers,
    {
      layer: {
        type: 'reshape',
        shape: parseWith(z.array(z.int().min(1)).min(1), config['target_shape'], `Layer ${name}`),
      },
      weights: {},
    },
  ],
  Dropout: ({ config, name, layers }) => [
    ...layers,
    { layer: { type: 'dropout', rate: numberIn(config, 'rate', name) }, weights: {} },
  ],
  MaxPooling2D: ({ config, name, layers }) => [
    ...layers,
    {
      layer: {
        type: 'maxPool2d',
        poolSize: poolIn(config, name),
        padding: paddingIn(config, name),
      },
      weights: {},
    },
  ],
  AveragePooling2D: ({ config, name, layers }) => [
    ...layers,
    { layer: { type: 'averagePool2d', poolSize: poolIn(config, name, 'valid') }, weights: {} },
  ],
  UpSampling2D: ({ config, name, layers }) => {
    only(config, 'interpolation', 'nearest', name);
    return [
      ...layers,
      { layer: { type: 'upSample2d', size: sideIn(config, 'size', name) }, weights: {} },
    ];
  },
  BatchNormalization: ({ config, name, weights, layers }) => {
    const [gamma, beta, movingMean, movingVariance] = weights;
    if (movingVariance === undefined) {
      throw new IncompatibleError(`Layer ${name} must have a scale and a shift.`);
    }
    return [
      ...layers,
      {
        layer: {
          type: 'batchNormalization',
          momentum: numberIn(config, 'momentum', name),
          epsilon: numberIn(config, 'epsilon', name),
        },
        weights: { gamma: gamma!, beta: beta!, movingMean: movingMean!, movingVariance },
      },
    ];
  },
  Activation: ({ config, name, layers }) =>
    withActivation(layers, String(config['activation']), name),
  ReLU: ({ config, layers, name }) => {
    only(config, 'negative_slope', 0, name);
    only(config, 'threshold', 0, name);
    if (config['max_value'] !== undefined && config['max_value'] !== null) {
      throw new IncompatibleError(`Layer ${name} must have no max_value.`);
    }
    return withActivation(layers, 'relu', name);
  },
  LeakyReLU: ({ config, name, layers }) => {
    const slope = config['negative_slope'] ?? config['alpha'] ?? 0.3;
    if (Math.abs(Number(slope) - 0.2) > 1e-6) {
      throw new IncompatibleError(
        `Layer ${name} must have a slope of .2 below zero. Received: ${JSON.stringify(slope)}.`,
      );
    }
    return withActivation(layers, 'leakyRelu', name);
  },
};

function convolution(
  type: 'conv2d' | 'conv2dTranspose',
  { config, name, weights, layers }: Conversion,
): readonly ForeignLayer[] {
  only(config, 'data_format', 'channels_last', name);
  only(config, 'dilation_rate', 1, name);
  only(config, 'groups', 1, name);
  const filters = numberIn(config, 'filters', name);
  const layer = {
    type,
    filters,
    kernelSize: sideIn(config, 'kernel_size', name),
    strides: sideIn(config, 'strides', name),
    padding: paddingIn(config, name),
    ...activated(config, name),
  };
  return [...layers, { layer, weights: affine(weights, filters, name) }];
}

function affine(weights: readonly Tensor[], units: number, name: string): ForeignLayer['weights'] {
  const [kernel, bias = zeros(units)] = weights;
  if (kernel === undefined) throw new InvalidFileError(`The weights of layer ${name} are missing.`);
  return { kernel, bias };
}

const activated = (
  config: Conversion['config'],
  name: string,
): { activation: ReturnType<typeof activationOf> } => {
  const { activation = 'linear' } = config;
  return {
    activation: activationOf(typeof activation === 'string' ? activation : 'a function', name),
  };
};

function numberIn(config: Conversion['config'], key: string, name: string): number {
  return parseWith(z.number(), config[key], `Layer ${name}, ${key}`);
}

/** A number, or two equal ones. */
function sideIn(config: Conversion['config'], key: string, name: string): number {
  const value = config[key];
  const [side, other = side] = parseWith(
    z.array(z.int().min(1)).min(1).max(2),
    Array.isArray(value) ? value : [value],
    `Layer ${name}, ${key}`,
  );
  if (side === other) return side!;
  throw new IncompatibleError(
    `Layer ${name} must have equal sides in ${key}. Received: ${side} x ${other}.`,
  );
}

/** The side of a window of pooling, which is also its step. */
function poolIn(config: Conversion['config'], name: string, padding?: 'valid'): number {
  const side = sideIn(config, 'pool_size', name);
  only(config, 'strides', side, name);
  if (padding !== undefined) only(config, 'padding', padding, name);
  return side;
}

function paddingIn(config: Conversion['config'], name: string): 'same' | 'valid' {
  return parseWith(
    z.enum(['same', 'valid']),
    config['padding'] ?? 'valid',
    `Layer ${name}, padding`,
  );
}

/** @throws IncompatibleError if a setting is present and has another value than the one that Speil has. */
function only(
  config: Conversion['config'],
  key: string,
  value: string | number,
  name: string,
): void {
  const given = config[key];
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (values.every((one) => one === undefined || one === null || one === value)) return;
  throw new IncompatibleError(
    `Layer ${name} must have ${key} ${value}. Received: ${JSON.stringify(given)}.`,
  );
}
