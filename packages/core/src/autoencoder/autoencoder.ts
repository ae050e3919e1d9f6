/**
 * The forward pass of every family: encode to the posterior's parameters, draw a latent, decode. Plain autoencoders,
 * variational autoencoders and those with a codebook differ only in the bottleneck.
 */
import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError, type ModelSpec } from '@speil/api';
import { applyNetwork } from '../networks/network.js';
import type { LayerContext } from '../ops/context.js';
import { dense } from '../networks/layers/dense.js';
import { decodeSequence, generateSequence } from '../networks/sequence/decoder.js';
import { encodeSequence } from '../networks/sequence/encoder.js';
import { createLikelihood } from '../likelihoods/likelihoods.js';
import { declareModel, type ModelDeclaration } from '../model-spec/model.js';
import type { SequencePlan } from '../model-spec/sequence.js';
import type { EncodedBatch } from '../networks/encoded.js';
import type { Likelihood, SamplingNoise } from '../likelihoods/likelihood.js';
import type { Prior } from '../priors/prior.js';
import { createPrior } from '../priors/priors.js';
import { createQuantizer } from './quantizer.js';

/** The functions of a model in tfjs operations, for tensor functions: its variables come from a context. */
export interface Autoencoder {
  /** The spec that it was made from. */
  readonly spec: ModelSpec;
  /** Its layers, shapes and variables. */
  readonly declaration: ModelDeclaration;
  /** p(x | z), as the objective names it. */
  readonly likelihood: Likelihood;
  /** The prior of the latents; null if there is none. */
  readonly prior: Prior | null;
  /**
   * Encodes items.
   *
   * @param x `[batch, ...input shape]`.
   * @param condition `[batch, width]`, for a conditional model.
   */
  encode(x: tf.Tensor, context: LayerContext, condition?: tf.Tensor): EncodedBatch;
  /**
   * Decodes latents to the raw output that the likelihood takes.
   *
   * @param z `[batch, ...latentShape]`; indices for a model with a codebook.
   * @param inputs the condition, and the target `[batch, ...codec shape]`. Only a sequence decoder uses the target: it
   *   predicts each row from the target's rows before it.
   * @returns the raw output `[batch, ...codec shape]`: logits or means.
   */
  decode(z: tf.Tensor, context: LayerContext, inputs: DecodeInputs): tf.Tensor;
  /**
   * Decodes latents to items: the likelihood's means (for a sequence, the most likely rows), or draws.
   *
   * @returns `[batch, ...codec shape]`.
   */
  generate(z: tf.Tensor, context: LayerContext, inputs: GenerateInputs): tf.Tensor;
  /**
   * Decodes vectors in place of indices, so that a gradient reaches the codebook.
   *
   * @param vectors `[batch, ...latentShape, size]`: codebook vectors, with a gradient.
   */
  decodeVectors(vectors: tf.Tensor, context: LayerContext): tf.Tensor;
}

/** The inputs of the decoder in addition to the latents. */
export interface DecodeInputs {
  /** `[batch, width]`, for a conditional model. */
  readonly condition?: tf.Tensor | undefined;
  /** The items, `[batch, ...codec shape]`, whose rows a sequence decoder is fed. */
  readonly target: tf.Tensor;
}

/** What decoding to items takes in addition to the latents. */
export interface GenerateInputs {
  /** `[batch, width]`, for a conditional model. */
  readonly condition?: tf.Tensor | undefined;
  /** Noise and temperature of draws; absent for the mean or the most likely rows. */
  readonly sampling?: SamplingNoise | undefined;
}

/** Makes the functions of a model from its spec. */
export function createAutoencoder(spec: ModelSpec): Autoencoder {
  const declaration = declareModel(spec);
  const { sequence } = declaration;
  return sequence === undefined
    ? ofLayers(spec, declaration)
    : ofSequence(spec, declaration, sequence);
}

function ofLayers(spec: ModelSpec, declaration: ModelDeclaration): Autoencoder {
  const { bottleneck, objective } = spec;
  const likelihood = createLikelihood(objective.likelihood);
  const quantizer = createQuantizer(bottleneck);
  const decodeVectors = (vectors: tf.Tensor, context: LayerContext): tf.Tensor =>
    applyNetwork(declaration.decoder, vectors, context);
  const decode = (
    z: tf.Tensor,
    context: LayerContext,
    condition: tf.Tensor | undefined,
  ): tf.Tensor =>
    decodeVectors(quantizer === null ? joined(z, condition) : quantizer.embed(z, context), context);
  return {
    spec,
    declaration,
    likelihood,
    prior: priorOf(declaration),
    encode(x, context, condition) {
      const encoded = applyNetwork(declaration.encoder, x, context);
      if (quantizer !== null) {
        const quantized = quantizer.quantize(encoded, context);
        return { mean: quantized.indices, quantized };
      }
      if (bottleneck.kind === 'deterministic' && bottleneck.head === 'identity')
        return { mean: encoded };
      const features = joined(tf.reshape(encoded, [x.shape[0], -1]), condition);
      const mean = dense('bottleneck/mean', features, context);
      if (bottleneck.kind === 'deterministic') return { mean };
      return { mean, logVariance: dense('bottleneck/logVariance', features, context) };
    },
    decode: (z, context, { condition }) => decode(z, context, condition),
    generate(z, context, { condition, sampling }) {
      const output = decode(z, context, condition);
      if (sampling === undefined) return likelihood.mean(output);
      return likelihood.sample(output, sampling, context);
    },
    decodeVectors,
  };
}

function ofSequence(
  spec: ModelSpec,
  declaration: ModelDeclaration,
  plan: SequencePlan,
): Autoencoder {
  const rowsOf = (condition: tf.Tensor | undefined): tf.Tensor | undefined =>
    condition && tf.reshape(condition, [-1, plan.outputRows, plan.controlDepth]);
  return {
    spec,
    declaration,
    likelihood: createLikelihood(spec.objective.likelihood),
    prior: priorOf(declaration),
    encode: (x, context, condition) => encodeSequence(plan, x, context, rowsOf(condition)),
    decode: (z, context, { condition, target }) =>
      decodeSequence(plan, z, target, context, rowsOf(condition)),
    generate: (z, context, { condition, sampling }) =>
      generateSequence(plan, z, context, { controls: rowsOf(condition), sampling }),
    decodeVectors() {
      throw new InvalidArgumentError('A sequence has no codebook. Received: code vectors.');
    },
  };
}

function priorOf({ prior }: ModelDeclaration): Prior | null {
  return prior && createPrior(prior);
}

function joined(x: tf.Tensor, condition: tf.Tensor | undefined): tf.Tensor {
  return condition === undefined ? x : tf.concat([x, condition], 1);
}

/**
 * Draws a latent from the posterior: mean + sigma * noise (the reparameterisation of Kingma & Welling 2014, section
 * 2.4), or the mean itself if the posterior has no variance.
 *
 * @param noise standard normal, `[batch, ...latentShape]`.
 */
export function drawLatent({ mean, logVariance }: EncodedBatch, noise: () => tf.Tensor): tf.Tensor {
  if (logVariance === undefined) return mean;
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise()));
}
