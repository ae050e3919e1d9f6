/** Multiplies the steps of some variables by a factor, with any optimiser, as a separate learning rate would. */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerTransform } from './optimizer.js';

/** @param applies whether a variable's step is multiplied by `factor`. */
export function scaleSteps(factor: number, applies: (name: string) => boolean): OptimizerTransform {
  if (factor === 1) return (inner) => inner;
  return (inner) => ({
    init: (shapes) => inner.init(shapes),
    update(variables, gradients, state, learningRate) {
      const update = inner.update(variables, gradients, state, learningRate);
      const scaled = Object.entries(update.variables).map(([name, value]) => {
        const before = variables[name]!;
        const next = applies(name) ? tf.add(before, tf.mul(tf.sub(value, before), factor)) : value;
        return [name, next] as const;
      });
      return { ...update, variables: Object.fromEntries(scaled) };
    },
  });
}
