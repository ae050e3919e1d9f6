/** Gradient clipping by the global norm (Pascanu, Mikolov & Bengio 2013). */
import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors, OptimizerTransform } from './optimizer.js';

/** Clips the gradients before the optimiser sees them, and reports their norm as the metric `gradientNorm`. */
export function clipByGlobalNorm(limit: number): OptimizerTransform {
  return (inner) => ({
    init: (shapes) => inner.init(shapes),
    update(variables, gradients, state, learningRate) {
      const gradientNorm = globalNorm(gradients);
      const clipped = clipByNorm(gradients, gradientNorm, limit);
      const update = inner.update(variables, clipped, state, learningRate);
      return { ...update, metrics: { ...update.metrics, gradientNorm } };
    },
  });
}

/** The L2 norm of all gradients together; a scalar. */
export function globalNorm(gradients: NamedTensors): tf.Scalar {
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
  return tf.sqrt(tf.addN(squares)) as tf.Scalar;
}

/** Scales all gradients by limit / norm if the norm is above the limit. */
export function clipByNorm(gradients: NamedTensors, norm: tf.Scalar, limit: number): NamedTensors {
  const scale = tf.div(limit, tf.maximum(norm, limit));
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, scale)]),
  );
}
