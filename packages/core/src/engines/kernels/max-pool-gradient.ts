/**
 * The gradient of max pooling. The wasm backend's kernel drops the gradient if all values of a window are negative. As
 * in TensorFlow, the first of several equal maxima gets the whole gradient.
 */
import * as tf from '@tensorflow/tfjs-core';
import { looped, type PatchedKernel } from './kernel.js';

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const maxPoolGradient = looped<PoolAttrs>(
  tf.MaxPoolGrad,
  ({ input }) => input!,
  ({ dy, input }, shapes, { filterSize, strides, pad, dimRoundingMode }, out) => {
    const shape = shapes['input'] as [number, number, number, number];
    const info = tf.backend_util.computePool2DInfo(
      shape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const at = (b: number, row: number, column: number, channel: number): number =>
      ((b * info.inHeight + row) * info.inWidth + column) * info.inChannels + channel;
    let position = 0;
    for (let b = 0; b < info.batchSize; b++) {
      for (let y = 0; y < info.outHeight; y++) {
        for (let x = 0; x < info.outWidth; x++) {
          for (let channel = 0; channel < info.inChannels; channel++, position++) {
            let best = -1;
            for (let i = 0; i < info.filterHeight; i++) {
              const row = y * info.strideHeight - info.padInfo.top + i;
              if (row < 0 || row >= info.inHeight) continue;
              for (let j = 0; j < info.filterWidth; j++) {
                const column = x * info.strideWidth - info.padInfo.left + j;
                if (column < 0 || column >= info.inWidth) continue;
                const candidate = at(b, row, column, channel);
                if (best === -1 || input![candidate]! > input![best]!) best = candidate;
              }
            }
            if (best !== -1) out[best]! += dy![position]!;
          }
        }
      }
    }
  },
);

export const maxPoolGradientKernels: readonly PatchedKernel[] = [maxPoolGradient];
