/**
 * Shapes and variables of each layer. The convolution arithmetic is TensorFlow's: `same` gives ceil(size / stride).
 */
import { InvalidArgumentError, sizeOf, type LayerSpec } from '@speil/api';
import type { LayerDeclaration, VariableDeclaration } from './declarations.js';

type SpecOf<K extends LayerSpec['type']> = Extract<LayerSpec, { type: K }>;

/**
 * @param name the layer's path, such as `encoder/0`; it begins the names of its variables and opens its errors.
 * @throws InvalidArgumentError when the layer does not take this input.
 */
export function declareLayer(
  spec: LayerSpec,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  switch (spec.type) {
    case 'dense':
      return dense(spec, inputShape, name);
    case 'conv2d':
      return conv2d(spec, inputShape, name);
    case 'conv2dTranspose':
      return conv2dTranspose(spec, inputShape, name);
    case 'maxPool2d': {
      const [height, width, channels] = image(spec.type, inputShape, name);
      const { poolSize, padding } = spec;
      const side = (size: number): number => convolved(size, poolSize, poolSize, padding);
      return plain(positive([side(height), side(width), channels], spec.type, inputShape, name));
    }
    case 'upSample2d': {
      const [height, width, channels] = image(spec.type, inputShape, name);
      return plain([height * spec.size, width * spec.size, channels]);
    }
    case 'flatten':
      return plain([sizeOf(inputShape)]);
    case 'reshape':
      if (sizeOf(spec.shape) !== sizeOf(inputShape)) {
        throw misfit(name, spec.type, `${sizeOf(spec.shape)} values`, inputShape);
      }
      return plain(spec.shape);
    case 'batchNormalization':
      return batchNormalization(inputShape, name);
    case 'dropout':
      return {
        outputShape: inputShape,
        variables: [],
        noise: [{ name: `${name}/mask`, shape: inputShape, distribution: 'uniform' }],
      };
  }
}

function dense(
  spec: SpecOf<'dense'>,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const [inputs, ...rest] = inputShape;
  if (inputs === undefined || rest.length > 0) {
    throw misfit(name, spec.type, 'a flat input [n] (put a flatten layer before it)', inputShape);
  }
  return {
    outputShape: [spec.units],
    variables: affine(name, [inputs, spec.units], inputs, spec.units, spec.units),
    noise: [],
  };
}

function conv2d(
  spec: SpecOf<'conv2d'>,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const [height, width, channels] = image(spec.type, inputShape, name);
  const { kernelSize: k, strides, padding, filters } = spec;
  const outputShape = [
    convolved(height, k, strides, padding),
    convolved(width, k, strides, padding),
    filters,
  ];
  return {
    outputShape: positive(outputShape, spec.type, inputShape, name),
    variables: affine(name, [k, k, channels, filters], k * k * channels, k * k * filters, filters),
    noise: [],
  };
}

function conv2dTranspose(
  spec: SpecOf<'conv2dTranspose'>,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const [height, width, channels] = image(spec.type, inputShape, name);
  const { kernelSize: k, strides, padding, filters } = spec;
  const side = (size: number): number =>
    padding === 'same' ? size * strides : (size - 1) * strides + k;
  return {
    outputShape: [side(height), side(width), filters],
    // tfjs keeps the kernel of a transposed convolution as [k, k, outputs, inputs].
    variables: affine(name, [k, k, filters, channels], k * k * channels, k * k * filters, filters),
    noise: [],
  };
}

function batchNormalization(inputShape: readonly number[], name: string): LayerDeclaration {
  const channels = inputShape.at(-1) ?? 1;
  const vector = (
    suffix: string,
    initializer: VariableDeclaration['initializer'],
    trainable: boolean,
  ): VariableDeclaration => ({
    name: `${name}/${suffix}`,
    shape: [channels],
    initializer,
    fanIn: channels,
    fanOut: channels,
    trainable,
  });
  return {
    outputShape: inputShape,
    variables: [
      vector('gamma', 'ones', true),
      vector('beta', 'zeros', true),
      vector('movingMean', 'zeros', false),
      vector('movingVariance', 'ones', false),
    ],
    noise: [],
  };
}

/** A kernel by Glorot & Bengio 2010 and a bias of zeros. */
export function affine(
  name: string,
  kernelShape: readonly number[],
  fanIn: number,
  fanOut: number,
  outputs: number,
): readonly VariableDeclaration[] {
  const fans = { fanIn, fanOut, trainable: true };
  return [
    { name: `${name}/kernel`, shape: kernelShape, initializer: 'glorotUniform', ...fans },
    { name: `${name}/bias`, shape: [outputs], initializer: 'zeros', ...fans },
  ];
}

function plain(outputShape: readonly number[]): LayerDeclaration {
  return { outputShape, variables: [], noise: [] };
}

function convolved(
  size: number,
  kernel: number,
  stride: number,
  padding: 'same' | 'valid',
): number {
  return padding === 'same' ? Math.ceil(size / stride) : Math.ceil((size - kernel + 1) / stride);
}

function image(
  type: LayerSpec['type'],
  shape: readonly number[],
  name: string,
): [height: number, width: number, channels: number] {
  const [height, width, channels, ...rest] = shape;
  if (height === undefined || width === undefined || channels === undefined || rest.length > 0) {
    throw misfit(name, type, 'an input of [height, width, channels]', shape);
  }
  return [height, width, channels];
}

function positive(
  outputShape: readonly number[],
  type: LayerSpec['type'],
  inputShape: readonly number[],
  name: string,
): readonly number[] {
  if (outputShape.some((side) => side < 1)) {
    throw misfit(name, type, 'an input at least as large as its kernel', inputShape);
  }
  return outputShape;
}

function misfit(
  name: string,
  type: string,
  expected: string,
  received: readonly number[],
): InvalidArgumentError {
  return new InvalidArgumentError(
    `Layer ${name} (${type}) needs ${expected}. Received: [${received.join(', ')}].`,
  );
}
