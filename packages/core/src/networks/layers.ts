/**
 * The mathematics of each layer, in tfjs operations. Shapes and variables are declared in `spec/layers.ts`; here they are
 * only used. Products and biases are not fused: the gradients of tfjs's fused operations compute all that there are,
 * that to the data of the first layer too, which nobody asks for.
 */
import * as tf from '@tensorflow/tfjs-core';
import { projectionOf } from '../model-spec/layers.js';
import type { DeclaredLayer } from '../model-spec/model.js';
import { activate } from './activations.js';
import { batchNormalization } from './batch-normalization.js';
import type { LayerContext } from '../ops/context.js';
import { layerNormalization } from './layer-normalization.js';
import { averagePool, upSample } from './pixels.js';
import { recurrent } from './recurrent.js';

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
    case 'layerNormalization':
      return layerNormalization(spec.epsilon, name, x, context);
    case 'averagePool2d':
      return averagePool(x as tf.Tensor4D, spec.poolSize);
    case 'lstm':
    case 'gru':
      return recurrent(spec, name, x, context);
    case 'repeatVector':
      return tf.tile(tf.expandDims(x, 1), [1, spec.steps, 1]);
    case 'residual': {
      const y = spec.layers.reduce(
        (value, inner, index) =>
          applyLayer({ spec: inner, name: `${name}/${index}` }, value, context),
        x,
      );
      return activate(spec.activation, tf.add(project(name, x, y.shape, context), y));
    }
  }
}

/** A residual's input in the shape of its output. */
function project(
  name: string,
  x: tf.Tensor,
  shape: readonly number[],
  context: LayerContext,
): tf.Tensor {
  const projection = projectionOf(x.shape.slice(1), shape.slice(1));
  if (projection === 'identity' || projection === undefined) return x;
  const path = `${name}/projection`;
  if (x.rank < 4) return dense(path, x, context);
  const kernel = context.variable(`${path}/kernel`) as tf.Tensor4D;
  const y = tf.conv2d(x as tf.Tensor4D, kernel, projection.strides, 'same');
  return tf.add(y, context.variable(`${path}/bias`));
}

/** x W + b over the last axis, with the variables `name/kernel` and `name/bias`. @param x `[batch, n]` or `[batch, steps, n]`. */
export function dense(name: string, x: tf.Tensor, context: LayerContext): tf.Tensor {
  const rows = x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!]);
  const product = tf.matMul(rows, context.variable(`${name}/kernel`));
  const y = tf.add(product, context.variable(`${name}/bias`));
  return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), y.shape[1]!]);
}
