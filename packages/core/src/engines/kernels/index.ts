/**
 * The wasm backend of tfjs 4.22 lacks kernels that training needs, has one that is wrong and several that are slow. Each
 * file here mends one family; together they make every gradient of the networks run, right, on wasm.
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

let mended = false;

/** Registers the mended kernels. Must run after the wasm backend's package is loaded and before it is initialised. */
export function mendWasmKernels(): void {
  if (mended) return;
  mended = true;
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
