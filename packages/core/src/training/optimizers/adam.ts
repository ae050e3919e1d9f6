/**
 * Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019). The bias corrections are folded into two scalars, as
 * section 2 of the Adam paper suggests, so that each parameter costs fewer passes over memory; the result is
 * v - rate m^ / (sqrt(s^) + epsilon) exactly as in the paper's algorithm 1.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSpec } from '@speil/api';
import type { Optimizer } from './optimizer.js';
import { perVariable, slot, zerosLike } from './slots.js';

type AdamSpec = Extract<OptimizerSpec, { name: 'adam' | 'adamw' }>;

/** The count of updates, kept in the state so that the corrections resume exactly; whole in float32 up to 2^24. */
const count = 'count';

export function adam(spec: AdamSpec): Optimizer {
  const { beta1, beta2, epsilon } = spec;
  const weightDecay = spec.name === 'adamw' ? spec.weightDecay : 0;
  return {
    init: (shapes) => ({
      [count]: { shape: [], values: new Float32Array(1) },
      ...zerosLike(shapes, 'm', 's'),
    }),
    update(variables, gradients, state, rate) {
      const updates = tf.add(state[count]!, 1);
      const correction1 = tf.sub(1, tf.pow(beta1, updates));
      const root2 = tf.sqrt(tf.sub(1, tf.pow(beta2, updates)));
      const stepSize = tf.div(tf.mul(rate, root2), correction1);
      const smallest = tf.mul(root2, epsilon);
      const kept = tf.sub(1, tf.mul(rate, weightDecay));
      const updated = perVariable(variables, (name, value) => {
        const gradient = gradients[name]!;
        const m = tf.add(tf.mul(state[slot('m', name)]!, beta1), tf.mul(gradient, 1 - beta1));
        const s = tf.add(
          tf.mul(state[slot('s', name)]!, beta2),
          tf.mul(tf.square(gradient), 1 - beta2),
        );
        const change = tf.div(tf.mul(m, stepSize), tf.add(tf.sqrt(s), smallest));
        const decayed = weightDecay === 0 ? value : tf.mul(value, kept);
        return { value: tf.sub(decayed, change), slots: { m, s } };
      });
      return { variables: updated.variables, state: { ...updated.state, [count]: updates } };
    },
  };
}
