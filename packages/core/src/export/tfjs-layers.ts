/** Converts each layer to a layer of tfjs. In the table, null stands for a layer that tfjs lacks. */
import * as tf from '@tensorflow/tfjs';
import { IncompatibleError, type Activation } from '@speil/api';
import type { ReadModel } from '../files/model-files.js';
import { layerPath } from '../declarations/layer-path.js';
import type { LayerSpecOf, LayerType } from '../model-spec/layers/layer.js';
import type { DeclaredLayer } from '../model-spec/model.js';

export type Symbolic = tf.SymbolicTensor;
export type Weights = ReadModel['variables'];

interface Place {
  readonly name: string;
  readonly x: Symbolic;
  readonly weights: Weights;
}
/** Undefined for settings that tfjs's layer lacks. */
type ExportLayer<T extends LayerType> = (
  spec: LayerSpecOf<T>,
  place: Place,
) => Symbolic | undefined;

const layers: { readonly [T in LayerType]: ExportLayer<T> | null } = {
  dense: ({ activation, units }, { name, x, weights }) =>
    dense(name, activation, x, weights, units),
  conv2d: (spec, place) => convolution(tf.layers.conv2d(configOf(spec)), spec.activation, place),
  conv2dTranspose: (spec, place) =>
    convolution(tf.layers.conv2dTranspose(configOf(spec)), spec.activation, place),
  maxPool2d: ({ poolSize, padding }, { x }) =>
    chain(tf.layers.maxPooling2d({ poolSize, strides: poolSize, padding }), x),
  // Bilinear interpolation of tfjs's layers has no half pixels.
  upSample2d: ({ size, interpolation }, { x }) =>
    interpolation === 'nearest'
      ? chain(tf.layers.upSampling2d({ size: [size, size] }), x)
      : undefined,
  flatten: (_spec, { x }) => flatten(x),
  reshape: ({ shape }, { x }) => chain(tf.layers.reshape({ targetShape: [...shape] }), x),
  batchNormalization: ({ momentum, epsilon }, place) =>
    withWeights(tf.layers.batchNormalization({ momentum, epsilon }), place, [
      'gamma',
      'beta',
      'movingMean',
      'movingVariance',
    ]),
  dropout: ({ rate }, { x }) => chain(tf.layers.dropout({ rate }), x),
  layerNormalization: ({ epsilon }, place) =>
    withWeights(tf.layers.layerNormalization({ epsilon }), place, ['gamma', 'beta']),
  averagePool2d: ({ poolSize }, { x }) =>
    chain(tf.layers.averagePooling2d({ poolSize, strides: poolSize, padding: 'valid' }), x),
  lstm: ({ units, returnSequences }, place) =>
    withWeights(tf.layers.lstm({ units, returnSequences, recurrentActivation: 'sigmoid' }), place, [
      'kernel',
      'recurrent',
      'bias',
    ]),
  gru: null,
  repeatVector: ({ steps }, { x }) => chain(tf.layers.repeatVector({ n: steps }), x),
  residual: null,
};

/** @throws IncompatibleError for a layer without an equivalent in tfjs. */
export function exportLayer(
  { spec, name }: DeclaredLayer,
  x: Symbolic,
  weights: Weights,
): Symbolic {
  const apply = layers[spec.type] as ExportLayer<LayerType> | null;
  const y = apply?.(spec, { name, x, weights });
  if (y === undefined) {
    throw new IncompatibleError(
      `${layerPath(name)} (${spec.type}) has no counterpart among tfjs's layers; export as onnx instead.`,
    );
  }
  return y;
}

function configOf({
  filters,
  kernelSize,
  strides,
  padding,
}: LayerSpecOf<'conv2d' | 'conv2dTranspose'>): {
  filters: number;
  kernelSize: number;
  strides: number;
  padding: 'same' | 'valid';
} {
  return { filters, kernelSize, strides, padding };
}

function convolution(made: tf.layers.Layer, activation: Activation, place: Place): Symbolic {
  return activate(activation, withWeights(made, place, ['kernel', 'bias']));
}

function chain(made: tf.layers.Layer, x: Symbolic): Symbolic {
  return made.apply(x) as Symbolic;
}

function withWeights(
  made: tf.layers.Layer,
  { name, x, weights }: Place,
  names: readonly string[],
): Symbolic {
  const y = chain(made, x);
  setWeights(
    made,
    names.map((one) => weights[`${name}/${one}`]!),
  );
  return y;
}

export function dense(
  name: string,
  activation: Activation,
  x: Symbolic,
  weights: Weights,
  units: number,
): Symbolic {
  const made = tf.layers.dense({ units });
  const y = made.apply(x) as Symbolic;
  setWeights(made, [weights[`${name}/kernel`]!, weights[`${name}/bias`]!]);
  return activate(activation, y);
}

export function activate(activation: Activation | 'softmax', x: Symbolic): Symbolic {
  if (activation === 'linear') return x;
  if (activation === 'leakyRelu') return tf.layers.leakyReLU({ alpha: 0.2 }).apply(x) as Symbolic;
  return tf.layers.activation({ activation }).apply(x) as Symbolic;
}

/** Flattens features to one row for each item. */
export function flatten(x: Symbolic): Symbolic {
  return x.shape.length === 2 ? x : (tf.layers.flatten().apply(x) as Symbolic);
}

function setWeights(layer: tf.layers.Layer, values: readonly Weights[string][]): void {
  const tensors = values.map(({ shape, values: array }) => tf.tensor(array, [...shape]));
  layer.setWeights(tensors);
  tf.dispose(tensors);
}
