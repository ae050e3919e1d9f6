/**
 * The two gradients of a depthwise convolution, which the wasm backend lacks. They are plain loops over the terms of
 * the forward pass, `y[b, row, column, c m + q] = sum x[b, row s + i - pad, column s + j - pad, c] filter[i, j, c, q]`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { looped, type PatchedKernel } from './kernel.js';

interface DepthwiseAttrs {
  readonly strides: number | [number, number];
  readonly dilations: number | [number, number];
  readonly pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}
type Shape4 = [number, number, number, number];

/** Calls `visit` with the flat positions of each product in the forward sum. */
function eachProduct(
  inputShape: Shape4,
  filterShape: Shape4,
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttrs,
  visit: (x: number, filter: number, y: number) => void,
): void {
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const multiplier = filterShape[3];
  for (let b = 0; b < info.batchSize; b++) {
    for (let oy = 0; oy < info.outHeight; oy++) {
      for (let ox = 0; ox < info.outWidth; ox++) {
        const y = ((b * info.outHeight + oy) * info.outWidth + ox) * info.outChannels;
        for (let i = 0; i < info.filterHeight; i++) {
          const row = oy * info.strideHeight - info.padInfo.top + i * info.dilationHeight;
          if (row < 0 || row >= info.inHeight) continue;
          for (let j = 0; j < info.filterWidth; j++) {
            const column = ox * info.strideWidth - info.padInfo.left + j * info.dilationWidth;
            if (column < 0 || column >= info.inWidth) continue;
            const x = ((b * info.inHeight + row) * info.inWidth + column) * info.inChannels;
            const filter = (i * info.filterWidth + j) * info.outChannels;
            for (let channel = 0; channel < info.outChannels; channel++) {
              visit(x + Math.floor(channel / multiplier), filter + channel, y + channel);
            }
          }
        }
      }
    }
  }
}

const filterGradient = looped<DepthwiseAttrs & { filterShape: Shape4 }>(
  tf.DepthwiseConv2dNativeBackpropFilter,
  (_, { filterShape }) => filterShape,
  (values, shapes, attrs, out) => {
    const x = values['x']!;
    const dy = values['dy']!;
    eachProduct(shapes['x'] as Shape4, attrs.filterShape, attrs, (xAt, filterAt, yAt) => {
      out[filterAt]! += x[xAt]! * dy[yAt]!;
    });
  },
);

const inputGradient = looped<DepthwiseAttrs & { inputShape: Shape4 }>(
  tf.DepthwiseConv2dNativeBackpropInput,
  (_, { inputShape }) => inputShape,
  (values, shapes, attrs, out) => {
    const dy = values['dy']!;
    const filter = values['filter']!;
    eachProduct(attrs.inputShape, shapes['filter'] as Shape4, attrs, (xAt, filterAt, yAt) => {
      out[xAt]! += filter[filterAt]! * dy[yAt]!;
    });
  },
);

export const depthwiseGradientKernels: readonly PatchedKernel[] = [filterGradient, inputGradient];
