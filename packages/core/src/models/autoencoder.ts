/**
 * The forward pass of every family: encode to the posterior's parameters, take a latent, decode. A plain autoencoder, a
 * variational one and one with a codebook differ in the bottleneck alone.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ModelSpec } from '@speil/api';
import { applyNetwork } from '../networks/network.js';
import type { LayerContext } from '../networks/context.js';
import { dense } from '../networks/layers.js';
import { declareModel, type ModelDeclaration } from '../spec/model.js';
import { embed, quantize, type Quantized } from './codebook.js';

export interface Autoencoder {
  readonly spec: ModelSpec;
  readonly declaration: ModelDeclaration;
  /** @param x `[batch, ...input shape]`. @param condition `[batch, width]`, for a conditional model. */
  encode(x: tf.Tensor, context: LayerContext, condition?: tf.Tensor): EncodedBatch;
  /**
   * @param z `[batch, ...latentShape]`; indices, where the bottleneck has codes.
   * @returns the raw output `[batch, ...codec shape]`: logits or means.
   */
  decode(z: tf.Tensor, context: LayerContext, condition?: tf.Tensor): tf.Tensor;
  /** @param vectors `[batch, ...latentShape, size]`: code vectors that a gradient goes through. */
  decodeVectors(vectors: tf.Tensor, context: LayerContext): tf.Tensor;
}

export interface EncodedBatch {
  /** `[batch, ...latentShape]`; the indices, where the bottleneck has codes. */
  readonly mean: tf.Tensor;
  /** `[batch, ...latentShape]`, ln sigma squared; only with a gaussian bottleneck. */
  readonly logVariance?: tf.Tensor;
  /** Only with codes. */
  readonly quantized?: Quantized;
}

export function createAutoencoder(spec: ModelSpec): Autoencoder {
  const declaration = declareModel(spec);
  const { bottleneck } = spec;
  const decodeVectors = (vectors: tf.Tensor, context: LayerContext): tf.Tensor =>
    applyNetwork(declaration.decoder, vectors, context);
  return {
    spec,
    declaration,
    encode(x, context, condition) {
      const encoded = applyNetwork(declaration.encoder, x, context);
      if (bottleneck.kind === 'codes') {
        const quantized = quantize(bottleneck, encoded, context);
        return { mean: quantized.indices, quantized };
      }
      if (bottleneck.kind === 'point' && bottleneck.head === 'identity') return { mean: encoded };
      const features = joined(tf.reshape(encoded, [x.shape[0], -1]), condition);
      const mean = dense('bottleneck/mean', features, context);
      if (bottleneck.kind === 'point') return { mean };
      return { mean, logVariance: dense('bottleneck/logVariance', features, context) };
    },
    decode: (z, context, condition) =>
      decodeVectors(
        bottleneck.kind === 'codes' ? embed(bottleneck, z, context) : joined(z, condition),
        context,
      ),
    decodeVectors,
  };
}

function joined(x: tf.Tensor, condition: tf.Tensor | undefined): tf.Tensor {
  return condition === undefined ? x : tf.concat([x, condition], 1);
}

/**
 * A draw from the posterior, mean + sigma * noise; the mean itself where there is no variance
 * (the reparameterisation of Kingma & Welling 2014, section 2.4).
 *
 * @param noise standard normal, `[batch, ...latentShape]`.
 */
export function drawLatent({ mean, logVariance }: EncodedBatch, noise: () => tf.Tensor): tf.Tensor {
  if (logVariance === undefined) return mean;
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise()));
}
