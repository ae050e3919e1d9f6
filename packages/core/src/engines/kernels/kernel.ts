/** Code that the patched kernels share: typed inputs, and views of wasm's memory for kernels that are plain loops. */
import * as tf from '@tensorflow/tfjs-core';

export interface KernelCall {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs?: tf.NamedAttrMap | undefined;
  readonly backend: unknown;
}

export interface PatchedKernel {
  readonly kernelName: string;
  readonly setupFunc?: tf.KernelSetupFunc;
  readonly kernelFunc: tf.KernelFunc;
}

/** The part of tfjs's wasm backend that is needed for loops over its memory. */
interface WasmMemory {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
}

/**
 * Creates a kernel from tfjs operations. Inside a kernel, nothing is recorded for gradients.
 *
 * @param compute receives the inputs as tensors. Its intermediate tensors are freed.
 */
export function composed<A extends object>(
  kernelName: string,
  compute: (inputs: Record<string, tf.Tensor>, attrs: A) => tf.Tensor,
): PatchedKernel {
  const kernelFunc = ({ inputs, attrs }: KernelCall): tf.TensorInfo =>
    tf.tidy(() => compute(inputs as Record<string, tf.Tensor>, attrs as unknown as A));
  return { kernelName, kernelFunc: kernelFunc };
}

/**
 * Creates a kernel from plain loops over wasm's memory. It is simple and correct, but not fast.
 *
 * @param outputShape returns the shape of the result from the inputs' shapes and the attributes.
 * @param fill writes into `out`, which contains zeros.
 */
export function looped<A extends object>(
  kernelName: string,
  outputShape: (shapes: Record<string, number[]>, attrs: A) => number[],
  fill: (
    values: Record<string, Float32Array>,
    shapes: Record<string, number[]>,
    attrs: A,
    out: Float32Array,
  ) => void,
): PatchedKernel {
  const kernelFunc = ({ inputs, attrs, backend }: KernelCall): tf.TensorInfo => {
    const memory = backend as WasmMemory;
    const settings = attrs as unknown as A;
    const entries = Object.entries(inputs).filter(([, info]) => info !== undefined);
    const shapes = Object.fromEntries(entries.map(([name, info]) => [name, info!.shape]));
    const output = memory.makeOutput(outputShape(shapes, settings), 'float32');
    // Create the views after the allocation, which may move the heap.
    const values = Object.fromEntries(
      entries.map(([name, info]) => [name, memory.typedArrayFromHeap(info!)]),
    );
    const out = memory.typedArrayFromHeap(output);
    out.fill(0);
    fill(values, shapes, settings, out);
    return output;
  };
  return { kernelName, kernelFunc: kernelFunc };
}
