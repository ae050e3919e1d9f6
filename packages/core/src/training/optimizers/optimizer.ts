/**
 * An optimiser is a pure pair: the state it starts with, and an update of variables and state. All of the state is in
 * the returned tensors, so that a checkpoint of them resumes exactly.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../../engines/engine.js';

export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

export interface Update {
  readonly variables: NamedTensors;
  readonly state: NamedTensors;
}

export interface Optimizer {
  /** @param shapes of the trained variables, by name. */
  init(shapes: Readonly<Record<string, readonly number[]>>): Record<string, HostTensor>;
  /** @param learningRate a scalar, so that changing it recompiles nothing. */
  update(
    variables: NamedTensors,
    gradients: NamedTensors,
    state: NamedTensors,
    learningRate: tf.Scalar,
  ): Update;
}
