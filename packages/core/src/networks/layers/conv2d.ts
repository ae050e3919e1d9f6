/** A convolution and its bias. */
import * as tf from '@tensorflow/tfjs-core';
import { activate } from './activations.js';
import type { ApplyLayer } from './layer.js';

export const applyConv2d: ApplyLayer<'conv2d'> = ({ spec, name }, x, context) => {
  const filter = context.variable(`${name}/kernel`) as tf.Tensor4D;
  const y = tf.conv2d(x as tf.Tensor4D, filter, spec.strides, spec.padding);
  return activate(spec.activation, tf.add(y, context.variable(`${name}/bias`)));
};
