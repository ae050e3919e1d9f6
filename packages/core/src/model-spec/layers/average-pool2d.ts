/** The mean of each window. Incomplete windows are dropped. */
import { image, plain, positive, type DeclareLayer } from './layer.js';

export const declareAveragePool2d: DeclareLayer<'averagePool2d'> = (spec, inputShape, name) => {
  const [height, width, channels] = image(spec.type, inputShape, name);
  const side = (size: number): number => Math.floor(size / spec.poolSize);
  return plain(positive([side(height), side(width), channels], spec.type, inputShape, name));
};
