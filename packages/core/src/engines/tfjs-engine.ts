/**
 * An engine on a tfjs backend. tfjs has one active backend in a process; the engine activates its backend at each call and runs
 * the whole call without yielding, so that several engines can be used in turn.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, Executable, Groups, HostTensor, Resident } from './engine.js';
import { getBody, type TensorGroups } from './tensor-function.js';
import type { TensorFunction } from './engine.js';

/**
 * @param name of the engine.
 * @param backend that is registered and initialised. Default: the one of the engine's name.
 */
export function createTfjsEngine(name: string, backend = name): Engine {
  const activate = (): void => {
    // On an initialised backend this takes effect at once; the promise only repeats it.
    if (tf.getBackend() !== backend) void tf.setBackend(backend);
  };
  return {
    name,
    upload({ shape, values }: HostTensor): Resident {
      activate();
      return tf.tensor(values, [...shape], 'float32');
    },
    async download(resident: Resident): Promise<Float32Array> {
      activate();
      const values = await tensorOf(resident).data<'float32'>();
      // The wasm backend may hand out a view on its heap.
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
        // The constructor turns an exception of the body into a rejection.
        new Promise((resolve) => {
          activate();
          resolve(tf.tidy(() => owned(body(inputs as TensorGroups)) as never));
        });
    },
    memory() {
      const { numTensors, numBytes } = tf.memory();
      return { tensors: numTensors, bytes: numBytes };
    },
  };
}

/** A function may return an input, or one tensor twice. The caller frees outputs, so each is cloned. */
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
