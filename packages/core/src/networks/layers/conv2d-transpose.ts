/** A transposed convolution and its bias. */
import * as tf from '@tensorflow/tfjs-core';
import { activate } from './activations.js';
import type { ApplyLayer } from './layer.js';

export const applyConv2dTranspose: ApplyLayer<'conv2dTranspose'> = ({ spec, name }, x, context) => {
  const filter = context.variable(`${name}/kernel`) as tf.Tensor4D;
  const [batch, height, width] = x.shape as [number, number, number, number];
  const { kernelSize: k, strides: s, padding, filters } = spec;
  const side = (size: number): number => (padding === 'same' ? size * s : (size - 1) * s + k);
  const shape: [number, number, number, number] = [batch, side(height), side(width), filters];
  const y = tf.conv2dTranspose(x as tf.Tensor4D, filter, shape, s, padding);
  return activate(spec.activation, tf.add(y, context.variable(`${name}/bias`)));
};
