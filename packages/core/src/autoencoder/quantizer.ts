/** The bottlenecks whose latents are indices of codes: a learned codebook, or levels of scalars. */
import type * as tf from '@tensorflow/tfjs-core';
import type { BottleneckSpec } from '@speil/api';
import type { Quantized } from '../networks/encoded.js';
import type { LayerContext } from '../ops/context.js';
import { embed, quantize } from './codebook.js';
import { embedScalars, quantizeScalars } from './fsq.js';

export interface Quantizer {
  /** @param features `[batch, ...latentShape, size]`. */
  quantize(features: tf.Tensor, context: LayerContext): Quantized;
  /** @param indices `[batch, ...latentShape]`. @returns their codes, `[batch, ...latentShape, size]`. */
  embed(indices: tf.Tensor, context: LayerContext): tf.Tensor;
}

/** @returns null if the latents are real numbers. */
export function createQuantizer(bottleneck: BottleneckSpec): Quantizer | null {
  switch (bottleneck.kind) {
    case 'vq':
      return {
        quantize: (features, context) => quantize(bottleneck, features, context),
        embed: (indices, context) => embed(bottleneck, indices, context),
      };
    case 'fsq':
      return {
        quantize: (features) => quantizeScalars(bottleneck, features),
        embed: (indices) => embedScalars(bottleneck, indices),
      };
    case 'deterministic':
    case 'gaussian':
      return null;
  }
}
