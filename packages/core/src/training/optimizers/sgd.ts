/** Gradient descent: v - rate g. */
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizer.js';
import { perVariable } from './slots.js';

export function sgd(): Optimizer {
  return {
    init: () => ({}),
    update: (variables, gradients, _state, rate) =>
      perVariable(variables, (name, value) => ({
        value: tf.sub(value, tf.mul(rate, gradients[name]!)),
        slots: {},
      })),
  };
}
