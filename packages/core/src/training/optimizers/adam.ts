/**
 * Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019). The state contains decayed sums instead of decayed
 * means: G = beta1 G + g with m = (1 - beta1) G, and S = beta2 S + g^2 with s = (1 - beta2) S. The factors 1 - beta,
 * the bias corrections (as section 2 of the paper suggests) and the rate are combined in two scalars, so that each
 * parameter takes ten passes over memory instead of twelve. The result is v - rate m^ / (sqrt(s^) + epsilon), as in the
 * paper's algorithm 1.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSpec } from '@speil/api';
import type { Optimizer } from './optimizer.js';
import { perVariable, slot, zerosLike } from './slots.js';

type AdamSpec = Extract<OptimizerSpec, { name: 'adam' | 'adamw' }>;

/**
 * The number of updates. It is kept in the state, so that the bias corrections are exact after a resume. It is exact in
 * float32 up to 2^24.
 */
const count = 'count';

export function adam(spec: AdamSpec): Optimizer {
  const { beta1, beta2, epsilon } = spec;
  const weightDecay = spec.name === 'adamw' ? spec.weightDecay : 0;
  return {
    init: (shapes) => ({
      [count]: { shape: [], values: new Float32Array(1) },
      ...zerosLike(shapes, 'gradientSum', 'squareSum'),
    }),
    update(variables, gradients, state, rate) {
      const updates = tf.add(state[count]!, 1);
      const correction1 = tf.sub(1, tf.pow(beta1, updates));
      const correction2 = tf.sub(1, tf.pow(beta2, updates));
      // m^ = G (1 - beta1) / correction1 and sqrt(s^) = sqrt(S) / root. Numerator and denominator are multiplied by
      // root.
      const root = tf.sqrt(tf.div(correction2, 1 - beta2));
      const stepSize = tf.div(tf.mul(rate, tf.mul(root, 1 - beta1)), correction1);
      const smallest = tf.mul(root, epsilon);
      const kept = tf.sub(1, tf.mul(rate, weightDecay));
      const updated = perVariable(variables, (name, value) => {
        const gradient = gradients[name]!;
        const gradientSum = tf.add(tf.mul(state[slot('gradientSum', name)]!, beta1), gradient);
        const squareSum = tf.add(
          tf.mul(state[slot('squareSum', name)]!, beta2),
          tf.square(gradient),
        );
        const change = tf.div(tf.mul(gradientSum, stepSize), tf.add(tf.sqrt(squareSum), smallest));
        const decayed = weightDecay === 0 ? value : tf.mul(value, kept);
        return { value: tf.sub(decayed, change), slots: { gradientSum, squareSum } };
      });
      return { variables: updated.variables, state: { ...updated.state, [count]: updates } };
    },
  };
}
