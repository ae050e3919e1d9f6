/** x + layers(x), then the activation (He et al. 2016, equations 1 and 2). */
import * as tf from '@tensorflow/tfjs-core';
import { projectionOf } from '../../model-spec/layers/residual.js';
import type { LayerContext } from '../../ops/context.js';
import { activate } from './activations.js';
import { dense } from './dense.js';
import type { ApplyLayer } from './layer.js';
import { upSample } from './up-sample2d.js';

export const applyResidual: ApplyLayer<'residual'> = ({ spec, name }, x, context, applyNested) => {
  const y = spec.layers.reduce(
    (value, inner, index) => applyNested({ spec: inner, name: `${name}/${index}` }, value, context),
    x,
  );
  return activate(spec.activation, tf.add(project({ spec, name }, x, y.shape, context), y));
};

/** Converts the input of a residual to the shape of its output. */
function project(
  { spec, name }: Parameters<typeof applyResidual>[0],
  x: tf.Tensor,
  shape: readonly number[],
  context: LayerContext,
): tf.Tensor {
  const projection = projectionOf(x.shape.slice(1), shape.slice(1));
  if (projection === 'identity' || projection === undefined) return x;
  const path = `${name}/projection`;
  if (x.rank < 4) return dense(path, x, context);
  const kernel = context.variable(`${path}/kernel`) as tf.Tensor4D;
  const strides = 'strides' in projection ? projection.strides : 1;
  const convolved = tf.conv2d(x as tf.Tensor4D, kernel, strides, 'same');
  const y = tf.add<tf.Tensor4D>(convolved, context.variable(`${path}/bias`));
  return 'enlarge' in projection ? upSample(y, projection.enlarge, spec.interpolation) : y;
}
