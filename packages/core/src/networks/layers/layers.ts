/** The table of functions that compute layers, by type. The table in `model-spec/layers` has the declarations. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LayerType } from '../../model-spec/layers/layer.js';
import type { DeclaredLayer } from '../../model-spec/model.js';
import type { LayerContext } from '../../ops/context.js';
import { applyAveragePool2d } from './average-pool2d.js';
import { applyBatchNormalization } from './batch-normalization.js';
import { applyConv2d } from './conv2d.js';
import { applyConv2dTranspose } from './conv2d-transpose.js';
import { applyDense } from './dense.js';
import { applyDropout } from './dropout.js';
import { applyFlatten } from './flatten.js';
import { applyLayerNormalization } from './layer-normalization.js';
import { applyMaxPool2d } from './max-pool2d.js';
import { applyRecurrent } from './recurrent.js';
import { applyRepeatVector } from './repeat-vector.js';
import { applyReshape } from './reshape.js';
import { applyResidual } from './residual.js';
import { applyUpSample2d } from './up-sample2d.js';
import type { ApplyLayer } from './layer.js';

const layers: { readonly [T in LayerType]: ApplyLayer<T> } = {
  dense: applyDense,
  conv2d: applyConv2d,
  conv2dTranspose: applyConv2dTranspose,
  maxPool2d: applyMaxPool2d,
  upSample2d: applyUpSample2d,
  flatten: applyFlatten,
  reshape: applyReshape,
  batchNormalization: applyBatchNormalization,
  dropout: applyDropout,
  layerNormalization: applyLayerNormalization,
  averagePool2d: applyAveragePool2d,
  lstm: applyRecurrent,
  gru: applyRecurrent,
  repeatVector: applyRepeatVector,
  residual: applyResidual,
};

/**
 * Applies a layer to its input, `[batch, ...shape]`.
 *
 * @param x `[batch, ...inputShape]`.
 * @returns `[batch, ...outputShape]`.
 */
export function applyLayer(layer: DeclaredLayer, x: tf.Tensor, context: LayerContext): tf.Tensor {
  const apply = layers[layer.spec.type] as ApplyLayer<LayerType>;
  return apply(layer, x, context, applyLayer);
}
