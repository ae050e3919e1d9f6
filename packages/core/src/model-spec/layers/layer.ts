/** Shared code of the declarations of layers: their contract, their errors, and variables that several layers have. */
import { InvalidArgumentError, type LayerSpec } from '@speil/api';
import type { LayerDeclaration, VariableDeclaration } from '../../declarations/declarations.js';
import { layerPath } from '../../declarations/layer-path.js';

export type LayerType = LayerSpec['type'];
export type LayerSpecOf<T extends LayerType> = Extract<LayerSpec, { type: T }>;

/**
 * Computes the output shape, the variables and the noise of a layer.
 *
 * @param name the layer's path, such as `encoder/0`. The names of its variables begin with it.
 * @param declareNested declares the layers inside this one.
 * @throws InvalidArgumentError when the layer does not take this input.
 */
export type DeclareLayer<T extends LayerType> = (
  spec: LayerSpecOf<T>,
  inputShape: readonly number[],
  name: string,
  declareNested: DeclareLayers,
) => LayerDeclaration;

/** Declares layers one after the other, named `name/0`, `name/1` and so on. */
export type DeclareLayers = (
  layers: readonly LayerSpec[],
  inputShape: readonly number[],
  name: string,
) => LayerDeclaration;

/** Declares a layer without variables and noise. */
export function plain(outputShape: readonly number[]): LayerDeclaration {
  return { outputShape, variables: [], noise: [] };
}

/** Declares a kernel that is initialised as in Glorot & Bengio 2010, and biases that are initialised to `bias`. */
export function affine(
  name: string,
  kernelShape: readonly number[],
  fanIn: number,
  fanOut: number,
  outputs: number,
  bias = 0,
): readonly VariableDeclaration[] {
  const fans = { fanIn, fanOut, trainable: true };
  return [
    { name: `${name}/kernel`, shape: kernelShape, initializer: 'glorotUniform', ...fans },
    { name: `${name}/bias`, shape: [outputs], initializer: bias === 0 ? 'zeros' : bias, ...fans },
  ];
}

export function channelwise(
  name: string,
  inputShape: readonly number[],
  initializer: VariableDeclaration['initializer'],
  trainable: boolean,
): VariableDeclaration {
  const channels = inputShape.at(-1) ?? 1;
  return { name, shape: [channels], initializer, fanIn: channels, fanOut: channels, trainable };
}

export function scaleAndShift(inputShape: readonly number[], name: string): VariableDeclaration[] {
  return [
    channelwise(`${name}/gamma`, inputShape, 'ones', true),
    channelwise(`${name}/beta`, inputShape, 'zeros', true),
  ];
}

export function image(
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

export function positive(
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

export function convolved(
  size: number,
  kernel: number,
  stride: number,
  padding: 'same' | 'valid',
): number {
  return padding === 'same' ? Math.ceil(size / stride) : Math.ceil((size - kernel + 1) / stride);
}

export function misfit(
  name: string,
  type: string,
  expected: string,
  received: readonly number[],
): InvalidArgumentError {
  return new InvalidArgumentError(
    `${layerPath(name)} (${type}) needs ${expected}. Received: [${received.join(', ')}].`,
  );
}
