/** Computes gradients of a scalar with respect to named tensors, together with other results of the forward pass. */
import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from './optimizers/optimizer.js';

/** What `valueAndGradients` returns; the caller disposes of the tensors. */
export interface ValueAndGradients {
  /** The gradient of each variable, by its name. */
  readonly gradients: NamedTensors;
  /** The auxiliary outputs of `forward`. */
  readonly auxiliary: NamedTensors;
}

/**
 * Computes a scalar, its gradients, and other tensors of the same forward pass.
 *
 * @param forward returns the scalar to differentiate and other tensors to keep.
 * @param variables by name.
 */
export function valueAndGradients(
  forward: (variables: NamedTensors) => { loss: tf.Scalar; auxiliary: NamedTensors },
  variables: NamedTensors,
): ValueAndGradients {
  const names = Object.keys(variables);
  const held: Record<string, tf.Tensor> = {};
  const loss = (...values: tf.Tensor[]): tf.Scalar => {
    const result = forward(Object.fromEntries(names.map((name, i) => [name, values[i]!])));
    // tf.grads frees the forward pass's tensors; keep() preserves the auxiliary outputs.
    for (const [name, tensor] of Object.entries(result.auxiliary)) {
      held[name] = tf.keep(tf.clone(tensor));
    }
    return result.loss;
  };
  try {
    const values = tf.grads(loss)(names.map((name) => variables[name]!));
    const gradients = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    // Clone the kept tensors: the surrounding tidy then frees the clones like any other tensor.
    const auxiliary = Object.fromEntries(
      Object.entries(held).map(([name, tensor]) => [name, tf.clone(tensor)]),
    );
    return { gradients, auxiliary };
  } finally {
    for (const tensor of Object.values(held)) tensor.dispose();
  }
}
