/**
 * The wasm backend of tfjs 4.22 lacks kernels that training needs, and some of its kernels are wrong or slow. Each file
 * here patches one family of kernels. Together they make every gradient of the networks available and correct on wasm.
 */
import * as tf from '@tensorflow/tfjs-core';
import { conv2dGradientKernels } from './conv2d-gradients.js';
import { depthwiseGradientKernels } from './depthwise-gradients.js';
import { conv2dPaddingKernels } from './conv2d-padding.js';
import { depthToSpaceKernels } from './depth-to-space.js';
import { identityKernel } from './identity.js';
import { matMulKernels } from './matmul.js';
import { maxPoolGradientKernels } from './max-pool-gradient.js';
import { segmentSumKernels } from './segment-sum.js';

let patched = false;

/** Registers the patched kernels. Must run after the wasm backend's package is loaded and before it is initialised. */
export function patchWasmKernels(): void {
  if (patched) return;
  patched = true;
  const kernels = [
    identityKernel,
    ...matMulKernels(),
    ...conv2dPaddingKernels(),
    ...conv2dGradientKernels,
    ...depthwiseGradientKernels,
    ...depthToSpaceKernels,
    ...maxPoolGradientKernels,
    ...segmentSumKernels,
  ];
  for (const kernel of kernels) {
    if (tf.getKernel(kernel.kernelName, 'wasm') !== undefined) {
      tf.unregisterKernel(kernel.kernelName, 'wasm');
    }
    tf.registerKernel({ ...kernel, backendName: 'wasm' });
  }
}
