/**
 * The context in which a layer computes: variables, noise, the step's scalars, and whether this is training. A layer
 * never owns state. It passes a new running mean to `update`, and the running mean becomes an output of the pure step.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { take, type TensorGroups } from '../engines/tensor-function.js';

/** What layers receive beside their input: variables, noise and scalars, by name. */
export interface LayerContext {
  /** Whether a training step is computed: dropout and batch statistics are then in use. */
  readonly training: boolean;
  /**
   * The value of a variable.
   *
   * @param name a declared variable's full name.
   */
  variable(name: string): tf.Tensor;
  /**
   * Random numbers of this step, `[batch, ...shape]`.
   *
   * @param name a declared noise's full name. Only in training.
   */
  noise(name: string): tf.Tensor;
  /**
   * The value of a scheduled scalar.
   *
   * @param name a declared scalar's name. Only in training.
   */
  scalar(name: string): tf.Scalar;
  /** Sets the next value of a variable that is not trained. */
  update(name: string, value: tf.Tensor): void;
}

/** Gives layers access to the inputs of a tensor function. @param updates receives the values of `update`. */
export function createContext(
  inputs: TensorGroups,
  training: boolean,
  updates: Record<string, tf.Tensor> = {},
): LayerContext {
  return {
    training,
    variable: (name) => take(inputs, 'variables', name),
    noise: (name) => take(inputs, 'noise', name),
    scalar: (name) => take(inputs, 'scalars', name) as tf.Scalar,
    update: (name, value) => {
      updates[name] = value;
    },
  };
}
