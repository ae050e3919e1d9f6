/** Puts all values of an item into one row. */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

export const applyFlatten: ApplyLayer<'flatten'> = (_layer, x) => tf.reshape(x, [x.shape[0], -1]);
