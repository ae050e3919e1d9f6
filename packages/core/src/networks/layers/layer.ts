/** The contract that the file of each layer implements. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LayerSpecOf, LayerType } from '../../model-spec/layers/layer.js';
import type { DeclaredLayer } from '../../model-spec/model.js';
import type { LayerContext } from '../../ops/context.js';

/** A layer with its name. The names of its variables begin with it. */
export interface NamedLayer<T extends LayerType> {
  readonly spec: LayerSpecOf<T>;
  readonly name: string;
}

/**
 * Computes a layer with tfjs operations. Its shapes and variables are declared in `model-spec/layers`.
 *
 * @param x `[batch, ...inputShape]`.
 * @param applyNested computes a layer inside this one.
 * @returns `[batch, ...outputShape]`.
 */
export type ApplyLayer<T extends LayerType> = (
  layer: NamedLayer<T>,
  x: tf.Tensor,
  context: LayerContext,
  applyNested: (layer: DeclaredLayer, x: tf.Tensor, context: LayerContext) => tf.Tensor,
) => tf.Tensor;
