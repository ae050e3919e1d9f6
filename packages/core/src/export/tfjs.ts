/** A model as two tfjs-layers models, encoder and decoder, for `tf.loadLayersModel`. */
import * as tf from '@tensorflow/tfjs';
import { IncompatibleError, type Activation, type LayerSpec } from '@speil/api';
import type { ReadModel } from '../files/model-files.js';
import { createLikelihood } from '../likelihoods/likelihoods.js';
import { inputShapeOf } from '../model-spec/input.js';
import { placeOfLayer } from '../model-spec/layer-place.js';
import { declareModel, type DeclaredLayer } from '../model-spec/model.js';

type Symbolic = tf.SymbolicTensor;
type Weights = ReadModel['variables'];

/** @returns `encoder/model.json`, `encoder/weights.bin` and the same of the decoder. */
export async function tfjsFiles({
  file: { spec },
  variables,
}: ReadModel): Promise<Record<string, Uint8Array>> {
  const { encoder, decoder } = declareModel(spec);
  const through = (layers: readonly DeclaredLayer[], input: Symbolic): Symbolic =>
    layers.reduce((x, { name, spec: layer }) => apply(layer, name, x, variables), input);

  const x = tf.input({ shape: inputShapeOf(spec) });
  const features = through(encoder.layers, x);
  const { bottleneck, objective } = spec;
  const head = (name: string): Symbolic =>
    dense(name, 'linear', lengthwise(features), variables, spec.latentShape[0]!);
  const isFeatures = bottleneck.kind === 'point' && bottleneck.head === 'identity';
  const outputs = isFeatures
    ? [features]
    : [
        head('bottleneck/mean'),
        ...(bottleneck.kind === 'gaussian' ? [head('bottleneck/logVariance')] : []),
      ];

  const z = tf.input({ shape: [...spec.latentShape] });
  const raw = through(decoder.layers, z);
  const mean = activate(createLikelihood(objective.likelihood).meanActivation ?? 'linear', raw);
  return {
    ...(await filesOf('encoder', tf.model({ inputs: x, outputs }))),
    ...(await filesOf('decoder', tf.model({ inputs: z, outputs: mean }))),
  };
}

function apply(layer: LayerSpec, name: string, x: Symbolic, weights: Weights): Symbolic {
  const then = (made: tf.layers.Layer): Symbolic => made.apply(x) as Symbolic;
  const withWeights = (made: tf.layers.Layer, ...names: string[]): Symbolic => {
    const y = then(made);
    setWeights(
      made,
      names.map((one) => weights[`${name}/${one}`]!),
    );
    return y;
  };
  switch (layer.type) {
    case 'dense':
      return dense(name, layer.activation, x, weights, layer.units);
    case 'conv2d':
    case 'conv2dTranspose': {
      const { filters, kernelSize, strides, padding, activation } = layer;
      const make = layer.type === 'conv2d' ? tf.layers.conv2d : tf.layers.conv2dTranspose;
      const y = withWeights(make({ filters, kernelSize, strides, padding }), 'kernel', 'bias');
      return activate(activation, y);
    }
    case 'maxPool2d': {
      const { poolSize, padding } = layer;
      return then(tf.layers.maxPooling2d({ poolSize, strides: poolSize, padding }));
    }
    case 'upSample2d':
      return then(tf.layers.upSampling2d({ size: [layer.size, layer.size] }));
    case 'flatten':
      return lengthwise(x);
    case 'reshape':
      return then(tf.layers.reshape({ targetShape: [...layer.shape] }));
    case 'batchNormalization': {
      const { momentum, epsilon } = layer;
      const made = tf.layers.batchNormalization({ momentum, epsilon });
      return withWeights(made, 'gamma', 'beta', 'movingMean', 'movingVariance');
    }
    case 'dropout':
      return then(tf.layers.dropout({ rate: layer.rate }));
    case 'averagePool2d': {
      const { poolSize } = layer;
      return then(tf.layers.averagePooling2d({ poolSize, strides: poolSize, padding: 'valid' }));
    }
    case 'repeatVector':
      return then(tf.layers.repeatVector({ n: layer.steps }));
    case 'layerNormalization':
      return withWeights(tf.layers.layerNormalization({ epsilon: layer.epsilon }), 'gamma', 'beta');
    case 'lstm': {
      const { units, returnSequences } = layer;
      const recurrentActivation = 'sigmoid';
      const made = tf.layers.lstm({ units, returnSequences, recurrentActivation });
      return withWeights(made, 'kernel', 'recurrent', 'bias');
    }
    case 'gru':
    case 'residual':
      throw new IncompatibleError(
        `${placeOfLayer(name)} (${layer.type}) has no counterpart among tfjs's layers; export as onnx instead.`,
      );
  }
}

function dense(
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

function activate(activation: Activation | 'softmax', x: Symbolic): Symbolic {
  if (activation === 'linear') return x;
  if (activation === 'leakyRelu') return tf.layers.leakyReLU({ alpha: 0.2 }).apply(x) as Symbolic;
  return tf.layers.activation({ activation }).apply(x) as Symbolic;
}

/** One row of features an item. */
function lengthwise(x: Symbolic): Symbolic {
  return x.shape.length === 2 ? x : (tf.layers.flatten().apply(x) as Symbolic);
}

function setWeights(layer: tf.layers.Layer, values: readonly Weights[string][]): void {
  const tensors = values.map(({ shape, values: array }) => tf.tensor(array, [...shape]));
  layer.setWeights(tensors);
  tf.dispose(tensors);
}

async function filesOf(folder: string, model: tf.LayersModel): Promise<Record<string, Uint8Array>> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((saved) => {
      artifacts = saved;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  model.dispose();
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  const json = {
    format: 'layers-model',
    generatedBy: 'speil export',
    modelTopology,
    weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
  };
  return {
    [`${folder}/model.json`]: new TextEncoder().encode(`${JSON.stringify(json)}\n`),
    [`${folder}/weights.bin`]: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}
