/** Momentum (Polyak 1964; Sutskever et al. 2013) in the form of PyTorch: m = momentum m + g; v - rate m. */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSpec } from '@speil/api';
import type { Optimizer } from './optimizer.js';
import { perVariable, slot, zerosLike } from './slots.js';

export function momentum(spec: Extract<OptimizerSpec, { name: 'momentum' }>): Optimizer {
  return {
    init: (shapes) => zerosLike(shapes, 'velocity'),
    update: (variables, gradients, state, rate) =>
      perVariable(variables, (name, value) => {
        const gradient = gradients[name]!;
        const velocity = tf.add(tf.mul(state[slot('velocity', name)]!, spec.momentum), gradient);
        const direction = spec.nesterov
          ? tf.add(gradient, tf.mul(velocity, spec.momentum))
          : velocity;
        return { value: tf.sub(value, tf.mul(rate, direction)), slots: { velocity } };
      }),
  };
}
