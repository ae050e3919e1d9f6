/** Another shape of the same number of values. */
import { sizeOf } from '@speil/api';
import { misfit, plain, type DeclareLayer } from './layer.js';

export const declareReshape: DeclareLayer<'reshape'> = (spec, inputShape, name) => {
  if (sizeOf(spec.shape) !== sizeOf(inputShape)) {
    throw misfit(name, spec.type, `${sizeOf(spec.shape)} values`, inputShape);
  }
  return plain(spec.shape);
};
