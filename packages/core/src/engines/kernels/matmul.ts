/**
 * Multiplies transposed matrices. The wasm backend takes about seven times as long for such a product as for a
 * transposition followed by a product, and the gradient of every dense layer is such a product.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelCall, PatchedKernel } from './kernel.js';

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export function matMulKernels(): readonly PatchedKernel[] {
  return [tf.BatchMatMul, tf._FusedMatMul].map(transposingFirst);
}

function transposingFirst(kernelName: string): PatchedKernel {
  const original = tf.getKernel(kernelName, 'wasm');
  const kernelFunc = (call: KernelCall): tf.TensorInfo | tf.TensorInfo[] => {
    const { transposeA, transposeB } = call.attrs as unknown as Transposes;
    const kernel = original.kernelFunc as unknown as (c: KernelCall) => tf.TensorInfo;
    if (!transposeA && !transposeB) return kernel(call);
    const multiply = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
      const attrs = { ...call.attrs, transposeA: false, transposeB: false };
      const product = kernel({ ...call, inputs: { ...call.inputs, a, b }, attrs });
      return tf.engine().makeTensorFromTensorInfo(product);
    };
    const { a, b } = call.inputs as { a: tf.Tensor; b: tf.Tensor };
    return tf.tidy(() => {
      if (kernelName === tf.BatchMatMul && !transposeA && smallerTurned(a, b)) {
        // For a large B, A B' = (B A')': transposing A and the product is cheaper than transposing B.
        return swapLastTwo(multiply(b, swapLastTwo(a)));
      }
      return multiply(transposeA ? swapLastTwo(a) : a, transposeB ? swapLastTwo(b) : b);
    });
  };
  return {
    kernelName,
    kernelFunc: kernelFunc,
    ...(original.setupFunc && { setupFunc: original.setupFunc }),
  };
}

/** Whether transposing `a` `[.., m, k]` and the product moves fewer numbers than transposing `b` `[.., n, k]`. */
function smallerTurned(a: tf.Tensor, b: tf.Tensor): boolean {
  const [m, k] = a.shape.slice(-2) as [number, number];
  const [n] = b.shape.slice(-2) as [number];
  return a.shape.length === b.shape.length && m * k + m * n < n * k;
}

function swapLastTwo(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const last = axes.length - 1;
  [axes[last], axes[last - 1]] = [last - 1, last];
  return tf.transpose(x, axes);
}
