/**
 * The mathematics of each layer, in tfjs operations. Shapes and variables are declared in `spec/layers.ts`; here they are
 * only used. Products and biases are not fused: the gradients of tfjs's fused operations compute all that there are,
 * that to the data of the first layer too, which nobody asks for.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { DeclaredLayer } from '../spec/model.js';
import { activate } from './activations.js';
import { batchNormalization } from './batch-normalization.js';
import type { LayerContext } from './context.js';

/** @param x `[batch, ...inputShape]`. @returns `[batch, ...outputShape]`. */
export function applyLayer(
  { spec, name }: DeclaredLayer,
  x: tf.Tensor,
  context: LayerContext,
): tf.Tensor {
  switch (spec.type) {
    case 'dense':
      return activate(spec.activation, dense(name, x, context));
    case 'conv2d': {
      const filter = context.variable(`${name}/kernel`) as tf.Tensor4D;
      const bias = context.variable(`${name}/bias`);
      const y = tf.conv2d(x as tf.Tensor4D, filter, spec.strides, spec.padding);
      return activate(spec.activation, tf.add(y, bias));
    }
    case 'conv2dTranspose': {
      const filter = context.variable(`${name}/kernel`) as tf.Tensor4D;
      const [batch, height, width] = x.shape as [number, number, number, number];
      const { kernelSize: k, strides: s, padding, filters } = spec;
      const side = (size: number): number => (padding === 'same' ? size * s : (size - 1) * s + k);
      const y = tf.conv2dTranspose(
        x as tf.Tensor4D,
        filter,
        [batch, side(height), side(width), filters],
        s,
        padding,
      );
      return activate(spec.activation, tf.add(y, context.variable(`${name}/bias`)));
    }
    case 'maxPool2d':
      return tf.maxPool(x as tf.Tensor4D, spec.poolSize, spec.poolSize, spec.padding);
    case 'upSample2d':
      return upSample(x as tf.Tensor4D, spec.size);
    case 'flatten':
      return tf.reshape(x, [x.shape[0], -1]);
    case 'reshape':
      return tf.reshape(x, [x.shape[0], ...spec.shape]);
    case 'batchNormalization':
      return batchNormalization(spec, name, x, context);
    case 'dropout': {
      if (!context.training || spec.rate === 0) return x;
      const kept = tf.greaterEqual(context.noise(`${name}/mask`), spec.rate);
      return tf.mul(x, tf.mul(tf.cast(kept, 'float32'), 1 / (1 - spec.rate)));
    }
  }
}

/** x W + b, with the variables `name/kernel` and `name/bias`. */
export function dense(name: string, x: tf.Tensor, context: LayerContext): tf.Tensor {
  const product = tf.matMul(x, context.variable(`${name}/kernel`));
  return tf.add(product, context.variable(`${name}/bias`));
}

/** Nearest-neighbour enlargement by tiling: its gradient is a plain sum, where the resize gradients of some backends are
 * wrong for a batch over 1. */
function upSample(x: tf.Tensor4D, size: number): tf.Tensor {
  const [batch, height, width, channels] = x.shape;
  const rows = tf.tile(tf.reshape(x, [batch * height, 1, width * channels]), [1, size, 1]);
  const pixels = tf.reshape(rows, [batch * height * size * width, 1, channels]);
  return tf.reshape(tf.tile(pixels, [1, size, 1]), [batch, height * size, width * size, channels]);
}
