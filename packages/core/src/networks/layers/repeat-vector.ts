/** Repeats a vector at every step. */
import * as tf from '@tensorflow/tfjs-core';
import type { ApplyLayer } from './layer.js';

export const applyRepeatVector: ApplyLayer<'repeatVector'> = ({ spec }, x) =>
  tf.tile(tf.expandDims(x, 1), [1, spec.steps, 1]);
