/**
 * Shapes and variables of each layer. The convolution arithmetic is TensorFlow's: `same` gives ceil(size / stride).
 */
import { InvalidArgumentError, sizeOf, type LayerSpec } from '@speil/api';
import type { LayerDeclaration, NoiseDeclaration, VariableDeclaration } from './declarations.js';
import { placeOfLayer } from './layer-place.js';

type SpecOf<K extends LayerSpec['type']> = Extract<LayerSpec, { type: K }>;

/**
 * @param name the layer's path, such as `encoder/0`; it begins the names of its variables.
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
    case 'layerNormalization':
      return { ...plain(inputShape), variables: scaleAndShift(inputShape, name) };
    case 'averagePool2d': {
      const [height, width, channels] = image(spec.type, inputShape, name);
      const side = (size: number): number => Math.floor(size / spec.poolSize);
      return plain(positive([side(height), side(width), channels], spec.type, inputShape, name));
    }
    case 'lstm':
    case 'gru':
      return recurrent(spec, inputShape, name);
    case 'repeatVector':
      return plain([spec.steps, flat(spec.type, inputShape, name)]);
    case 'residual':
      return residual(spec, inputShape, name);
  }
}

function dense(
  spec: SpecOf<'dense'>,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const inputs = inputShape.at(-1);
  if (inputs === undefined || inputShape.length > 2) {
    throw misfit(name, spec.type, 'a flat input [n] (put a flatten layer before it)', inputShape);
  }
  return {
    outputShape: [...inputShape.slice(0, -1), spec.units],
    variables: affine(name, [inputs, spec.units], inputs, spec.units, spec.units),
    noise: [],
  };
}

/** Steps that a recurrent layer is unrolled to at most: each is a dozen operations of the step's graph. */
const stepLimit = 512;

function recurrent(
  spec: SpecOf<'lstm' | 'gru'>,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const [steps, inputs, ...rest] = inputShape;
  if (steps === undefined || inputs === undefined || rest.length > 0 || steps > stepLimit) {
    throw misfit(
      name,
      spec.type,
      `an input of [steps, n] with at most ${stepLimit} steps`,
      inputShape,
    );
  }
  const { units } = spec;
  return {
    outputShape: spec.returnSequences ? [steps, units] : [units],
    variables: cellVariables(spec.type, name, inputs, units),
    noise: [],
    steps,
  };
}

/** Of a recurrent cell: the input's kernel, the state's, and biases. */
export function cellVariables(
  type: 'lstm' | 'gru',
  name: string,
  inputs: number,
  units: number,
): readonly VariableDeclaration[] {
  const width = (type === 'lstm' ? 4 : 3) * units;
  const variable = (
    suffix: string,
    shape: readonly number[],
    initializer: VariableDeclaration['initializer'],
  ): VariableDeclaration => ({
    name: `${name}/${suffix}`,
    shape,
    initializer,
    fanIn: shape[0]!,
    fanOut: width,
    trainable: true,
  });
  return [
    variable('kernel', [inputs, width], 'glorotUniform'),
    variable('recurrent', [units, width], 'glorotUniform'),
    ...(type === 'lstm'
      ? [variable('bias', [width], 'unitForgetBias')]
      : [variable('bias', [width], 'zeros'), variable('recurrentBias', [width], 'zeros')]),
  ];
}

/** The inner layers are named `name/0`, `name/1` and so on; the projection, where there is one, `name/projection`. */
function residual(
  spec: SpecOf<'residual'>,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const inner = declareSequence(spec.layers, inputShape, name);
  const projection = projectionOf(inputShape, inner.outputShape);
  if (projection === undefined) {
    throw misfit(
      name,
      spec.type,
      `layers whose output [${inner.outputShape.join(', ')}] has the rank of the input and sides that a stride makes of it`,
      inputShape,
    );
  }
  const [from, to] = [inputShape.at(-1)!, inner.outputShape.at(-1)!];
  const kernel = inputShape.length === 3 ? [1, 1, from, to] : [from, to];
  return {
    outputShape: inner.outputShape,
    variables: [
      ...inner.variables,
      ...(projection === 'identity' ? [] : affine(`${name}/projection`, kernel, from, to, to)),
    ],
    noise: inner.noise,
    steps: inner.steps ?? 0,
  };
}

/**
 * How a residual's input reaches the shape of its output: as it is, through a dense layer, or through a 1 x 1 convolution of
 * a stride; undefined where no such thing does.
 */
export function projectionOf(
  input: readonly number[],
  output: readonly number[],
): 'identity' | { readonly strides: number } | undefined {
  if (input.join() === output.join()) return 'identity';
  if (input.length !== output.length || input.length > 3) return undefined;
  if (input.length < 3) {
    return input.slice(0, -1).join() === output.slice(0, -1).join() ? { strides: 1 } : undefined;
  }
  const strides = Math.max(1, Math.round(input[0]! / output[0]!));
  const fits = [0, 1].every((axis) => Math.ceil(input[axis]! / strides) === output[axis]);
  return fits ? { strides } : undefined;
}

/** Values of one item that a layer may give (256 MB of float32): a file that asks for more is refused. */
export const activationLimit = 64 * 1024 * 1024;

/** Layers one after the other, named `name/0`, `name/1` and so on. */
export function declareSequence(
  layers: readonly LayerSpec[],
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const variables: VariableDeclaration[] = [];
  const noise: NoiseDeclaration[] = [];
  let outputShape = inputShape;
  let steps = 0;
  layers.forEach((spec, index) => {
    const layer = `${name}/${index}`;
    const declared = declareLayer(spec, outputShape, layer);
    variables.push(...declared.variables);
    noise.push(...declared.noise);
    steps += declared.steps ?? 0;
    outputShape = declared.outputShape;
    if (sizeOf(outputShape) > activationLimit) {
      throw new InvalidArgumentError(
        `${placeOfLayer(layer)} (${spec.type}) may give at most ${activationLimit} values per example. Received: [${outputShape.join(', ')}].`,
      );
    }
  });
  return { outputShape, variables, noise, steps };
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
  return {
    outputShape: inputShape,
    variables: [
      ...scaleAndShift(inputShape, name),
      channelwise(`${name}/movingMean`, inputShape, 'zeros', false),
      channelwise(`${name}/movingVariance`, inputShape, 'ones', false),
    ],
    noise: [],
  };
}

function scaleAndShift(inputShape: readonly number[], name: string): VariableDeclaration[] {
  return [
    channelwise(`${name}/gamma`, inputShape, 'ones', true),
    channelwise(`${name}/beta`, inputShape, 'zeros', true),
  ];
}

function channelwise(
  name: string,
  inputShape: readonly number[],
  initializer: VariableDeclaration['initializer'],
  trainable: boolean,
): VariableDeclaration {
  const channels = inputShape.at(-1) ?? 1;
  return { name, shape: [channels], initializer, fanIn: channels, fanOut: channels, trainable };
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

function flat(type: LayerSpec['type'], shape: readonly number[], name: string): number {
  const [inputs, ...rest] = shape;
  if (inputs === undefined || rest.length > 0) throw misfit(name, type, 'a flat input [n]', shape);
  return inputs;
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
    `${placeOfLayer(name)} (${type}) needs ${expected}. Received: [${received.join(', ')}].`,
  );
}
