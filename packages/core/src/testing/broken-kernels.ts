/** Copies of the `cpu` backend with a single wrong kernel, as with a faulty driver or release. */
import * as tf from '@tensorflow/tfjs-core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { Engine } from '../engines/engine.js';
import { createTfjsEngine } from '../engines/tfjs-engine.js';

type Values = Float32Array | Int32Array | Uint8Array;
export type KernelCall = Parameters<tf.KernelFunc>[0];

/**
 * Creates an engine in which one kernel gives the first half of its result twice.
 *
 * @param kernelName the name that tfjs registers, such as `Unpack`.
 * @param only selects the calls that give wrong results. Default: all.
 */
export async function engineWithBroken(
  kernelName: string,
  only: (call: KernelCall) => boolean = () => true,
): Promise<Engine> {
  const name = `cpu-without-${kernelName}`;
  tf.copyRegisteredKernels('cpu', name);
  const kernel = tf.getKernel(kernelName, name);
  if (kernel === undefined) throw new Error(`The cpu backend has no kernel ${kernelName}.`);
  tf.unregisterKernel(kernelName, name);
  tf.registerKernel({
    ...kernel,
    backendName: name,
    kernelFunc: (call) => {
      const given = kernel.kernelFunc(call);
      if (!only(call)) return given;
      const { data } = call.backend as MathBackendCPU;
      for (const { dataId } of [given].flat()) {
        const stored = data.get(dataId);
        stored.values = halfTwice(stored.values as Values);
      }
      return given;
    },
  });
  tf.registerBackend(name, () => new MathBackendCPU());
  await tf.setBackend(name);
  return createTfjsEngine(name);
}

function halfTwice(values: Values): Values {
  const spoilt = values.slice();
  spoilt.set(values.subarray(0, Math.floor(values.length / 2)), Math.ceil(values.length / 2));
  return spoilt;
}
