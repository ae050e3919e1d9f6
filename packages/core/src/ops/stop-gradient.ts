/** Stops gradients, for which tfjs has no operation. No other module may stop them in its own way. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from './context.js';

/**
 * Computes a function of x with a gradient of 0 with respect to x. Operations inside `compute` need not have a
 * gradient; the search for the nearest codebook vector has none.
 */
export function detached<T extends tf.Tensor>(x: tf.Tensor, compute: (x: tf.Tensor) => T): T {
  const constant = tf.customGrad((value) => ({
    value: compute(value as tf.Tensor),
    gradFunc: () => tf.zeros(x.shape),
  }));
  return constant(x);
}

/** The value of x, with a gradient of 0. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  return detached(x, (value) => tf.clone(value) as T);
}

/** A context whose variables are constants. Gradients pass through a network to its input, but not to its weights. */
export function frozen(context: LayerContext): LayerContext {
  return { ...context, variable: (name) => stopGradient(context.variable(name)) };
}
