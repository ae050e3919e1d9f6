/**
 * Computes x W + b. The product and the bias are not fused: the gradient of tfjs's fused operation always includes the
 * gradient with respect to x, which is never used in the first layer.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../../ops/context.js';
import { activate } from './activations.js';
import type { ApplyLayer } from './layer.js';

export const applyDense: ApplyLayer<'dense'> = ({ spec, name }, x, context) =>
  activate(spec.activation, dense(name, x, context));

/**
 * Computes x W + b over the last axis, with the variables `name/kernel` and `name/bias`.
 *
 * @param x `[batch, n]` or `[batch, steps, n]`.
 */
export function dense(name: string, x: tf.Tensor, context: LayerContext): tf.Tensor {
  const rows = x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!]);
  const product = tf.matMul(rows, context.variable(`${name}/kernel`));
  const y = tf.add(product, context.variable(`${name}/bias`));
  return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), y.shape[1]!]);
}
