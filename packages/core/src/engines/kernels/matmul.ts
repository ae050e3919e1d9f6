/**
 * The wasm backend multiplies a transposed matrix about seven times slower than it transposes and then multiplies, and
 * the gradient of every dense layer is such a product.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelCall, MendedKernel } from './kernel.js';

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export function matMulKernels(): readonly MendedKernel[] {
  return [tf.BatchMatMul, tf._FusedMatMul].map(transposingFirst);
}

function transposingFirst(kernelName: string): MendedKernel {
  const original = tf.getKernel(kernelName, 'wasm');
  const kernelFunc = (call: KernelCall): tf.TensorInfo | tf.TensorInfo[] => {
    const { transposeA, transposeB } = call.attrs as unknown as Transposes;
    const multiply = original.kernelFunc as unknown as (c: KernelCall) => tf.TensorInfo;
    if (!transposeA && !transposeB) return multiply(call);
    const { a, b } = call.inputs as { a: tf.Tensor; b: tf.Tensor };
    const left = transposeA ? swapLastTwo(a) : a;
    const right = transposeB ? swapLastTwo(b) : b;
    const product = multiply({
      ...call,
      inputs: { ...call.inputs, a: left, b: right },
      attrs: { ...call.attrs, transposeA: false, transposeB: false },
    });
    if (transposeA) left.dispose();
    if (transposeB) right.dispose();
    return product;
  };
  return {
    kernelName,
    kernelFunc: kernelFunc,
    ...(original.setupFunc && { setupFunc: original.setupFunc }),
  };
}

function swapLastTwo(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const last = axes.length - 1;
  [axes[last], axes[last - 1]] = [last - 1, last];
  return tf.transpose(x, axes);
}
