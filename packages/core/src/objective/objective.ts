/**
 * The one objective: the evidence lower bound as a loss, tightened by importance samples where the spec says so, and what a
 * family charges beside it. Sums over dimensions, means over the batch, each part on its own.
 */
import * as tf from '@tensorflow/tfjs-core';
import { drawLatent, type Autoencoder } from '../autoencoder/autoencoder.js';
import type { EncodedBatch, Quantized } from '../networks/encoded.js';
import { perplexity, updateCodebook } from '../autoencoder/codebook.js';
import type { Told } from '../autoencoder/batch-extras.js';
import { seenBy } from '../autoencoder/input.js';
import { priorLoss } from '../autoencoder/pixel-cnn.js';
import type { LayerContext } from '../ops/context.js';
import {
  matchedNoise,
  posteriorNoise,
  revivalNoise,
  type StepScalar,
} from '../model-spec/model.js';
import { adversaryTerms } from './adversary.js';
import { logMeanExp, logPriorRatio } from './importance.js';
import { chargedKl, klPerDimension } from './kl.js';
import { maximumMeanDiscrepancy } from './mmd.js';
import { sparsityPenalty } from './sparsity.js';
import { supervisionTerms } from './supervision.js';

export interface ElboTerms {
  /** reconstruction + beta * (KL less free bits) + what else the code is charged. Scalar, nats an item. */
  readonly total: tf.Scalar;
  readonly reconstruction: tf.Scalar;
  /** The whole KL, free bits included; 0 without a variational bottleneck. */
  readonly kl: tf.Scalar;
  /** What training descends: the total, and the losses of a discriminator or a prior that learn beside the model. */
  readonly loss: tf.Scalar;
  /** Penalties in nats an item, unweighted ones included, and figures such as a codebook's perplexity. */
  readonly extras: Readonly<Record<string, tf.Scalar>>;
}

/** Scalars of a step; those by name are there where the declaration names them. */
export interface ObjectiveScalars {
  readonly beta: tf.Scalar;
  scalar(name: StepScalar): tf.Scalar;
}

/** @param x whole items, `[batch, ...shape]`. @param told what goes with them, where the model takes it. */
export function elboLoss(
  model: Autoencoder,
  x: tf.Tensor,
  scalars: ObjectiveScalars,
  context: LayerContext,
  { condition, label, input: given }: Told<tf.Tensor> = {},
): ElboTerms {
  const { spec } = model;
  const { input, target } = seenBy(
    spec,
    x,
    (name) => context.noise(name),
    () => scalars.scalar('corruption'),
    given,
  );
  const encoded = model.encode(input, context, condition);
  const bound = boundOf(model, encoded, { target, condition }, scalars, context);
  const charges = allCharges([
    chargesOf(model, encoded, bound.code, scalars, context),
    supervisionOf(model, bound.code, label, context),
  ]);
  const sum = (terms: readonly tf.Tensor[]): tf.Scalar =>
    terms.reduce<tf.Tensor>((total, term) => tf.add(total, term), bound.total) as tf.Scalar;
  const total = sum(charges.penalties);
  return {
    total,
    reconstruction: bound.reconstruction,
    kl: bound.kl,
    loss: charges.beside.length === 0 ? total : sum([...charges.penalties, ...charges.beside]),
    extras: { ...bound.extras, ...charges.extras },
  };
}

interface Bound {
  readonly total: tf.Scalar;
  readonly reconstruction: tf.Scalar;
  readonly kl: tf.Scalar;
  /** What was decoded, `[batch, ...latentShape]`; of several draws an item the first is as good as any. */
  readonly code: tf.Tensor;
  readonly extras: Readonly<Record<string, tf.Scalar>>;
}

interface Sought {
  readonly target: tf.Tensor;
  readonly condition: tf.Tensor | undefined;
}

function boundOf(
  model: Autoencoder,
  encoded: EncodedBatch,
  { target, condition }: Sought,
  scalars: ObjectiveScalars,
  context: LayerContext,
): Bound {
  const { freeBits, capacity, misreadVariance, importanceSamples = 1 } = model.spec.objective;
  if (importanceSamples > 1)
    return weightedBound(model, encoded, { target, condition }, scalars, context);
  const code = drawLatent(encoded, () => context.noise(posteriorNoise));
  const output =
    encoded.quantized === undefined
      ? model.decode(code, context, { condition, target })
      : model.decodeVectors(encoded.quantized.vectors, context);
  const reconstruction = tf.mean<tf.Scalar>(
    model.likelihood.negativeLogLikelihood(target, output, context),
  );
  if (encoded.logVariance === undefined) {
    return { total: reconstruction, reconstruction, kl: tf.scalar(0), code, extras: {} };
  }
  const perDimension = klPerDimension(encoded.mean, encoded.logVariance);
  const kl = tf.mean<tf.Scalar>(tf.sum(perDimension, 1));
  const misread = misreadVariance && klPerDimension(encoded.mean, tf.div(encoded.logVariance, 2));
  // Burgess et al. 2018, equation 8, in the place of beta KL.
  const charged =
    capacity === undefined
      ? tf.mul(scalars.beta, chargedKl(misread ?? perDimension, freeBits))
      : tf.mul(tf.abs(tf.sub(kl, scalars.scalar('capacity'))), capacity.gamma);
  return {
    total: tf.add<tf.Scalar>(reconstruction, charged),
    reconstruction,
    kl,
    code,
    extras: misread === undefined ? {} : { misreadKl: tf.mean<tf.Scalar>(tf.sum(misread, 1)) },
  };
}

/** k draws an item, their weights' mean as the bound; beta weighs ln p(z) - ln q(z | x), and is 1 for the bound itself. */
function weightedBound(
  model: Autoencoder,
  { mean, logVariance }: EncodedBatch,
  { target, condition }: Sought,
  { beta }: ObjectiveScalars,
  context: LayerContext,
): Bound {
  const { importanceSamples: k = 1 } = model.spec.objective;
  const [batch, latent] = mean.shape as [number, number];
  const repeated = (x: tf.Tensor): tf.Tensor => {
    const [rows, ...shape] = x.shape as [number, ...number[]];
    const width = shape.reduce((a, b) => a * b, 1);
    return tf.reshape(tf.tile(tf.reshape(x, [rows, 1, width]), [1, k, 1]), [rows * k, ...shape]);
  };
  const draws = { mean: repeated(mean), logVariance: repeated(logVariance!) };
  const noise = tf.reshape(context.noise(posteriorNoise), [batch * k, latent]);
  const z = drawLatent(draws, () => noise);
  const sought = repeated(target);
  const told = { condition: condition && repeated(condition), target: sought };
  const output = model.decode(z, context, told);
  const negative = model.likelihood.negativeLogLikelihood(sought, output, context);
  const ratio = tf.mul(logPriorRatio(z, noise, draws.logVariance), beta);
  const bound = logMeanExp(tf.reshape(tf.sub(ratio, negative), [batch, k]));
  const total = tf.neg(tf.mean<tf.Scalar>(bound));
  return {
    total,
    reconstruction: tf.mean(negative),
    kl: tf.mean(tf.sum(klPerDimension(mean, logVariance!), 1)),
    code: mean,
    extras: { bound: tf.neg<tf.Scalar>(total) },
  };
}

interface Charges {
  /** Weighted, in the total. */
  readonly penalties: readonly tf.Scalar[];
  /** Of networks that learn beside the model. */
  readonly beside: readonly tf.Scalar[];
  readonly extras: Readonly<Record<string, tf.Scalar>>;
}

const noCharges: Charges = { penalties: [], beside: [], extras: {} };

function allCharges(parts: readonly Charges[]): Charges {
  return {
    penalties: parts.flatMap(({ penalties }) => penalties),
    beside: parts.flatMap(({ beside }) => beside),
    extras: Object.assign({}, ...parts.map(({ extras }) => extras)) as Charges['extras'],
  };
}

function supervisionOf(
  { spec, declaration }: Autoencoder,
  code: tf.Tensor,
  label: tf.Tensor | undefined,
  context: LayerContext,
): Charges {
  const { supervision } = spec.objective;
  if (supervision === undefined) return noCharges;
  const terms = supervisionTerms(declaration.classifier!, code, label!, context);
  return {
    penalties: [tf.mul(terms.classification, supervision.weight)],
    beside: [],
    extras: { ...terms },
  };
}

function chargesOf(
  model: Autoencoder,
  encoded: EncodedBatch,
  code: tf.Tensor,
  scalars: ObjectiveScalars,
  context: LayerContext,
): Charges {
  const { sparsity, matching } = model.spec.objective;
  if (encoded.quantized !== undefined) return codebookCharges(model, encoded.quantized, context);
  if (sparsity !== undefined) {
    const penalty = sparsityPenalty(sparsity, code);
    return { penalties: [penalty], beside: [], extras: { sparsity: penalty } };
  }
  if (matching === undefined) return noCharges;
  const prior = context.noise(matchedNoise);
  const weight = tf.mul(scalars.scalar('matching'), matching.weight);
  if (matching.kind === 'mmd') {
    const mmd = maximumMeanDiscrepancy(code as tf.Tensor2D, prior as tf.Tensor2D, matching.scales);
    return { penalties: [tf.mul(mmd, weight)], beside: [], extras: { mmd } };
  }
  const terms = adversaryTerms(model.declaration.discriminator!, code, prior, context);
  return {
    penalties: [tf.mul(terms.deception, weight)],
    beside: [terms.discrimination],
    extras: {
      deception: terms.deception,
      discrimination: terms.discrimination,
      discriminatorAccuracy: terms.accuracy,
    },
  };
}

function codebookCharges(
  { spec: { bottleneck }, declaration: { prior } }: Autoencoder,
  quantized: Quantized,
  context: LayerContext,
): Charges {
  if (bottleneck.kind !== 'codes') return noCharges;
  updateCodebook(bottleneck, quantized, context.noise(revivalNoise), context);
  const commitment = tf.mean<tf.Scalar>(quantized.commitment);
  const extras = { commitment, perplexity: perplexity(quantized) };
  const penalties = [tf.mul<tf.Scalar>(commitment, bottleneck.commitment)];
  if (prior === undefined) return { penalties, beside: [], extras };
  const priorNats = tf.mean<tf.Scalar>(priorLoss(prior, quantized.indices, context));
  return { penalties, beside: [priorNats], extras: { ...extras, prior: priorNats } };
}
