/**
 * An engine on a tfjs backend. tfjs has one active backend per process. The engine activates its backend at each call
 * and runs the whole call without yielding, so that several engines can be used in turn.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, Executable, Groups, HostTensor, Resident } from './engine.js';
import { consumedBy, getBody, type TensorGroups } from './tensor-function.js';
import type { TensorFunction } from './engine.js';

/**
 * Makes an engine of a tfjs backend.
 *
 * @param name the engine's name.
 * @param backend name of a registered and initialised backend. Default: the engine's name.
 */
export function createTfjsEngine(name: string, backend = name): Engine {
  const activate = (): void => {
    // For an initialised backend this takes effect immediately; the promise can be ignored.
    if (tf.getBackend() !== backend) void tf.setBackend(backend);
  };
  const engine: Engine = {
    name,
    version: tf.version_core,
    upload({ shape, values }: HostTensor): Resident {
      activate();
      return tf.tensor(values, [...shape], 'float32');
    },
    async download(resident: Resident): Promise<Float32Array> {
      activate();
      const values = await tensorOf(resident).data<'float32'>();
      // The wasm backend may return a view of its heap, so copy the values.
      return values.slice();
    },
    release(groups: Groups<Resident>): void {
      for (const group of Object.values(groups)) {
        for (const resident of Object.values(group)) tensorOf(resident).dispose();
      }
    },
    compile(fn: TensorFunction): Executable {
      const body = getBody(fn);
      return (inputs) =>
        // The promise constructor converts an exception of the body to a rejection.
        new Promise((resolve) => {
          activate();
          const results = tf.tidy(() => owned(body(inputs as TensorGroups)));
          engine.release(consumedBy(fn, inputs));
          resolve(results);
        });
    },
    memory() {
      const { numTensors, numBytes } = tf.memory();
      return { tensors: numTensors, bytes: numBytes };
    },
  };
  return engine;
}

/**
 * Clones each output, because the caller frees outputs, and a function may return an input, or the same tensor twice.
 */
function owned(outputs: TensorGroups): TensorGroups {
  return Object.fromEntries(
    Object.entries(outputs).map(([group, tensors]) => [
      group,
      Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [key, tf.clone(tensor)])),
    ]),
  );
}

function tensorOf(resident: Resident): tf.Tensor {
  return resident as tf.Tensor;
}
