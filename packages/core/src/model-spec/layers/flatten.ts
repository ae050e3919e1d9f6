/** All values of an item in one row. */
import { sizeOf } from '@speil/api';
import { plain, type DeclareLayer } from './layer.js';

export const declareFlatten: DeclareLayer<'flatten'> = (_spec, inputShape) =>
  plain([sizeOf(inputShape)]);
