/**
 * DepthToSpace as copies of contiguous values. The wasm backend's own kernel moves single values, and took nearly a
 * third of a convolutional training step.
 */
import * as tf from '@tensorflow/tfjs-core';
import { looped, type PatchedKernel } from './kernel.js';

interface DepthToSpaceAttrs {
  readonly blockSize: number;
  readonly dataFormat: 'NHWC' | 'NCHW';
}

const depthToSpace = looped<DepthToSpaceAttrs>(
  tf.DepthToSpace,
  ({ x }, { blockSize, dataFormat }) => {
    if (dataFormat !== 'NHWC') {
      throw new Error(`depthToSpace on wasm takes NHWC. Received: ${dataFormat}.`);
    }
    const [batch, height, width, depth] = x as [number, number, number, number];
    return [batch, height * blockSize, width * blockSize, depth / blockSize ** 2];
  },
  (values, shapes, { blockSize }, out) => {
    const x = values['x']!;
    const [batch, height, width, depth] = shapes['x'] as [number, number, number, number];
    /** Number of values in one row of a block. They are contiguous both in the input and in the output. */
    const run = depth / blockSize;
    let to = 0;
    for (let row = 0; row < batch * height; row++) {
      for (let p = 0; p < blockSize; p++) {
        let from = row * width * depth + p * run;
        for (let column = 0; column < width; column++, from += depth) {
          for (let i = 0; i < run; i++) out[to++] = x[from + i]!;
        }
      }
    }
  },
);

export const depthToSpaceKernels: readonly PatchedKernel[] = [depthToSpace];
