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
  /** Scalars for the step's metrics, such as a gradient norm. */
  readonly metrics?: NamedTensors;
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

/** An optimiser made of another: it changes the gradients that go in, or the steps that come out. */
export type OptimizerTransform = (inner: Optimizer) => Optimizer;

/** Wraps an optimiser in transforms, the first one outermost: it sees the gradients first. */
export function chain(...parts: readonly [...OptimizerTransform[], Optimizer]): Optimizer {
  const transforms = parts.slice(0, -1) as OptimizerTransform[];
  return transforms.reduceRight<Optimizer>(
    (inner, transform) => transform(inner),
    parts.at(-1) as Optimizer,
  );
}
