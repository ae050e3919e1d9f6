/**
 * The forward pass of every family: encode to the posterior's parameters, take a latent vector, decode. A plain
 * autoencoder and a variational one differ in the bottleneck alone.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ModelSpec } from '@speil/api';
import { applyNetwork } from '../networks/network.js';
import type { LayerContext } from '../networks/context.js';
import { dense } from '../networks/layers.js';
import { declareModel, type ModelDeclaration } from '../spec/model.js';

export interface Autoencoder {
  readonly spec: ModelSpec;
  readonly declaration: ModelDeclaration;
  /** @param x `[batch, ...codec shape]`. */
  encode(x: tf.Tensor, context: LayerContext): EncodedBatch;
  /** @param z `[batch, ...latentShape]`. @returns the raw output `[batch, ...codec shape]`: logits or means. */
  decode(z: tf.Tensor, context: LayerContext): tf.Tensor;
}

export interface EncodedBatch {
  /** `[batch, ...latentShape]`. */
  readonly mean: tf.Tensor;
  /** `[batch, ...latentShape]`, ln sigma squared; absent for a plain autoencoder. */
  readonly logVariance?: tf.Tensor;
}

export function createAutoencoder(spec: ModelSpec): Autoencoder {
  const declaration = declareModel(spec);
  return {
    spec,
    declaration,
    encode(x, context) {
      const { bottleneck } = spec;
      const encoded = applyNetwork(declaration.encoder, x, context);
      if (bottleneck.kind === 'point' && bottleneck.head === 'identity') return { mean: encoded };
      const features = tf.reshape(encoded, [x.shape[0], -1]);
      const mean = dense('bottleneck/mean', features, context);
      if (bottleneck.kind === 'point') return { mean };
      const logVariance = dense('bottleneck/logVariance', features, context);
      return { mean, logVariance };
    },
    decode: (z, context) => applyNetwork(declaration.decoder, z, context),
  };
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
