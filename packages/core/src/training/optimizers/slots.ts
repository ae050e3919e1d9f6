/** The state of an optimiser has one tensor for each slot and variable, named `slot/variable`. */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '@speil/api';
import type { HostTensor } from '../../engines/engine.js';
import type { NamedTensors, Update } from './optimizer.js';

export function slot(name: string, variable: string): string {
  return `${name}/${variable}`;
}

export function zerosLike(
  shapes: Readonly<Record<string, readonly number[]>>,
  ...slots: readonly string[]
): Record<string, HostTensor> {
  return Object.fromEntries(
    slots.flatMap((name) =>
      Object.entries(shapes).map(([variable, shape]) => [
        slot(name, variable),
        { shape, values: new Float32Array(sizeOf(shape)) },
      ]),
    ),
  );
}

/** Updates each variable separately and collects the new slots. */
export function perVariable(
  variables: NamedTensors,
  step: (name: string, value: tf.Tensor) => { value: tf.Tensor; slots: NamedTensors },
): Update {
  const next: Record<string, tf.Tensor> = {};
  const state: Record<string, tf.Tensor> = {};
  for (const [name, value] of Object.entries(variables)) {
    const updated = step(name, value);
    next[name] = updated.value;
    for (const [key, tensor] of Object.entries(updated.slots)) state[slot(key, name)] = tensor;
  }
  return { variables: next, state };
}
