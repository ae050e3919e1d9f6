/** A transposed convolution: with `same`, the sides grow by the stride. */
import { affine, image, type DeclareLayer } from './layer.js';

export const declareConv2dTranspose: DeclareLayer<'conv2dTranspose'> = (spec, inputShape, name) => {
  const [height, width, channels] = image(spec.type, inputShape, name);
  const { kernelSize: k, strides, padding, filters } = spec;
  const side = (size: number): number =>
    padding === 'same' ? size * strides : (size - 1) * strides + k;
  return {
    outputShape: [side(height), side(width), filters],
    // tfjs keeps the kernel of a transposed convolution as [k, k, outputs, inputs].
    variables: affine(
      name,
      [k, k, filters, channels],
      k * k * channels,
      k * k * filters,
      filters,
      spec.initialBias,
    ),
    noise: [],
  };
};
