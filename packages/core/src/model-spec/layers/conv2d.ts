/** A convolution. Sizes are computed as in TensorFlow: `same` gives ceil(size / stride). */
import { affine, convolved, image, positive, type DeclareLayer } from './layer.js';

export const declareConv2d: DeclareLayer<'conv2d'> = (spec, inputShape, name) => {
  const [height, width, channels] = image(spec.type, inputShape, name);
  const { kernelSize: k, strides, padding, filters } = spec;
  const outputShape = [
    convolved(height, k, strides, padding),
    convolved(width, k, strides, padding),
    filters,
  ];
  return {
    outputShape: positive(outputShape, spec.type, inputShape, name),
    variables: affine(
      name,
      [k, k, channels, filters],
      k * k * channels,
      k * k * filters,
      filters,
      spec.initialBias,
    ),
    noise: [],
  };
};
