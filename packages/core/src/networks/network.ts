/** A network applies its layers one after the other. */
import type * as tf from '@tensorflow/tfjs-core';
import type { NetworkDeclaration } from '../model-spec/model.js';
import type { LayerContext } from '../ops/context.js';
import { applyLayer } from './layers/layers.js';

/**
 * Applies the layers of a network one after the other.
 *
 * @param x `[batch, ...inputShape]`.
 * @returns `[batch, ...outputShape]`.
 */
export function applyNetwork(
  network: NetworkDeclaration,
  x: tf.Tensor,
  context: LayerContext,
): tf.Tensor {
  return network.layers.reduce((value, layer) => applyLayer(layer, value, context), x);
}
