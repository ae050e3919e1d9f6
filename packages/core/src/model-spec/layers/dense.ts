/** A dense layer over the last axis, of a flat input or of each step separately. */
import { affine, misfit, type DeclareLayer } from './layer.js';

export const declareDense: DeclareLayer<'dense'> = (spec, inputShape, name) => {
  const inputs = inputShape.at(-1);
  if (inputs === undefined || inputShape.length > 2) {
    throw misfit(name, spec.type, 'a flat input [n] (put a flatten layer before it)', inputShape);
  }
  return {
    outputShape: [...inputShape.slice(0, -1), spec.units],
    variables: affine(name, [inputs, spec.units], inputs, spec.units, spec.units, spec.initialBias),
    noise: [],
  };
};
