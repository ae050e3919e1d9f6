/** The largest value of each window. Windows do not overlap. */
import { convolved, image, plain, positive, type DeclareLayer } from './layer.js';

export const declareMaxPool2d: DeclareLayer<'maxPool2d'> = (spec, inputShape, name) => {
  const [height, width, channels] = image(spec.type, inputShape, name);
  const { poolSize, padding } = spec;
  const side = (size: number): number => convolved(size, poolSize, poolSize, padding);
  return plain(positive([side(height), side(width), channels], spec.type, inputShape, name));
};
