/**
 * Optimisers that keep at most one value a parameter: SGD, momentum and RMSProp.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSpec } from '@speil/api';
import type { Optimizer } from './optimizer.js';
import { perVariable, slot, zerosLike } from './slots.js';

type SpecOf<N extends OptimizerSpec['name']> = Extract<OptimizerSpec, { name: N }>;

/** v - rate g. */
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

/** Polyak 1964 in the form of Sutskever et al. 2013 as PyTorch writes it: m = momentum m + g; v - rate m. */
export function momentum(spec: SpecOf<'momentum'>): Optimizer {
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

/** Tieleman & Hinton 2012: s = decay s + (1 - decay) g^2; v - rate g / (sqrt(s) + epsilon). */
export function rmsprop(spec: SpecOf<'rmsprop'>): Optimizer {
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
