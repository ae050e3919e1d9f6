/**
 * Corrects `same` padding of convolutions. The wasm backend leaves this padding to XNNPACK, which gives zeros if a
 * kernel is smaller than its stride and no padding is needed. In this case the padding is given explicitly.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelCall, PatchedKernel } from './kernel.js';

interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
  readonly dilations: number | [number, number];
}

export function conv2dPaddingKernels(): readonly PatchedKernel[] {
  return [tf.Conv2D, tf.FusedConv2D].map(withExplicitPadding);
}

function withExplicitPadding(kernelName: string): PatchedKernel {
  const original = tf.getKernel(kernelName, 'wasm');
  const kernelFunc = (call: KernelCall): tf.TensorInfo => {
    const attrs = call.attrs as unknown as ConvolutionAttrs;
    const convolve = original.kernelFunc as unknown as (c: KernelCall) => tf.TensorInfo;
    if (attrs.pad !== 'same') return convolve(call);
    const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth } =
      tf.backend_util.computeConv2DInfo(
        call.inputs['x']!.shape as [number, number, number, number],
        call.inputs['filter']!.shape as [number, number, number, number],
        attrs.strides,
        attrs.dilations,
        'same',
      );
    if (filterHeight >= strideHeight && filterWidth >= strideWidth) return convolve(call);
    const { top, bottom, left, right } = padInfo;
    const pad: tf.backend_util.ExplicitPadding = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
    return convolve({ ...call, attrs: { ...call.attrs, pad } });
  };
  return {
    kernelName,
    kernelFunc: kernelFunc,
    ...(original.setupFunc && { setupFunc: original.setupFunc }),
  };
}
