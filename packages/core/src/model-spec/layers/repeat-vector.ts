/** The same vector at every step. */
import { misfit, plain, type DeclareLayer } from './layer.js';

export const declareRepeatVector: DeclareLayer<'repeatVector'> = (spec, inputShape, name) => {
  const [inputs, ...rest] = inputShape;
  if (inputs === undefined || rest.length > 0) {
    throw misfit(name, spec.type, 'a flat input [n]', inputShape);
  }
  return plain([spec.steps, inputs]);
};
