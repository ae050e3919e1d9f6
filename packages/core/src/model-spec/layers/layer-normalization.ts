/** Layer normalisation. Its variables are a scale and a shift for each channel. */
import { plain, scaleAndShift, type DeclareLayer } from './layer.js';

export const declareLayerNormalization: DeclareLayer<'layerNormalization'> = (
  _spec,
  inputShape,
  name,
) => ({ ...plain(inputShape), variables: scaleAndShift(inputShape, name) });
