/** RMSProp (Tieleman & Hinton 2012): s = decay s + (1 - decay) g^2; v - rate g / (sqrt(s) + epsilon). */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSpec } from '@speil/api';
import type { Optimizer } from './optimizer.js';
import { perVariable, slot, zerosLike } from './slots.js';

export function rmsprop(spec: Extract<OptimizerSpec, { name: 'rmsprop' }>): Optimizer {
  return {
    init: (shapes) => zerosLike(shapes, 'meanSquare'),
    update: (variables, gradients, state, rate) =>
      perVariable(variables, (name, value) => {
        const gradient = gradients[name]!;
        const before = state[slot('meanSquare', name)]!;
        const meanSquare = tf.add(
          tf.mul(before, spec.decay),
          tf.mul(tf.square(gradient), 1 - spec.decay),
        );
        const scaled = tf.div(gradient, tf.add(tf.sqrt(meanSquare), spec.epsilon));
        return { value: tf.sub(value, tf.mul(rate, scaled)), slots: { meanSquare } };
      }),
  };
}
