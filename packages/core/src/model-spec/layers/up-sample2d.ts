/** Both sides multiplied by a whole factor. */
import { image, plain, type DeclareLayer } from './layer.js';

export const declareUpSample2d: DeclareLayer<'upSample2d'> = (spec, inputShape, name) => {
  const [height, width, channels] = image(spec.type, inputShape, name);
  return plain([height * spec.size, width * spec.size, channels]);
};
