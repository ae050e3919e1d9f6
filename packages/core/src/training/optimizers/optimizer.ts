/**
 * An optimiser is a pair of pure functions: the initial state, and an update of variables and state. All of the state
 * is in the returned tensors, so that a run resumes exactly from a checkpoint of them.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../../engines/engine.js';

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** What an optimiser returns for a step. */
export interface Update {
  /** The new values of the variables. */
  readonly variables: NamedTensors;
  /** The new values of the optimiser's state. */
  readonly state: NamedTensors;
  /** Scalars for the metrics of the step, such as a gradient norm. */
  readonly metrics?: NamedTensors;
}

/** Turns gradients into new values of variables, in tfjs operations. */
export interface Optimizer {
  /**
   * The state before the first step, by name.
   *
   * @param shapes the shapes of the trained variables, by name.
   */
  init(shapes: Readonly<Record<string, readonly number[]>>): Record<string, HostTensor>;
  /**
   * Computes a step.
   *
   * @param learningRate a scalar tensor, so that a new value needs no new compilation.
   */
  update(
    variables: NamedTensors,
    gradients: NamedTensors,
    state: NamedTensors,
    learningRate: tf.Scalar,
  ): Update;
}

/** Makes an optimiser from another one by changing the gradients that it receives or the steps that it returns. */
export type OptimizerTransform = (inner: Optimizer) => Optimizer;

/** Wraps an optimiser in transforms. The first transform is outermost, and receives the gradients first. */
export function chain(...parts: readonly [...OptimizerTransform[], Optimizer]): Optimizer {
  const transforms = parts.slice(0, -1) as OptimizerTransform[];
  return transforms.reduceRight<Optimizer>(
    (inner, transform) => transform(inner),
    parts.at(-1) as Optimizer,
  );
}
