/** Batch normalisation over the last axis: a scale, a shift, and the running mean and variance. */
import { channelwise, scaleAndShift, type DeclareLayer } from './layer.js';

export const declareBatchNormalization: DeclareLayer<'batchNormalization'> = (
  _spec,
  inputShape,
  name,
) => ({
  outputShape: inputShape,
  variables: [
    ...scaleAndShift(inputShape, name),
    channelwise(`${name}/movingMean`, inputShape, 'zeros', false),
    channelwise(`${name}/movingVariance`, inputShape, 'ones', false),
  ],
  noise: [],
});
