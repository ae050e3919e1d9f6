/** Dropout, which takes one uniform number for each value in training. */
import type { DeclareLayer } from './layer.js';

export const declareDropout: DeclareLayer<'dropout'> = (_spec, inputShape, name) => ({
  outputShape: inputShape,
  variables: [],
  noise: [{ name: `${name}/mask`, shape: inputShape, distribution: 'uniform' }],
});
