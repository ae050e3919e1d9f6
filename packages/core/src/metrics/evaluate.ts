/**
 * Evaluates a model on a dataset: the ELBO and its parts, the KL of each dimension, active units, the
 * importance-weighted bound. It needs the memory of one batch and one draw, however many draws a bound takes.
 */
import {
  InvalidArgumentError,
  rowOf,
  sizeOf,
  throwIfAborted,
  type Batch,
  type Dataset,
  type Factors,
  codebookShapeOf,
} from '@speil/api';
import {
  uploadAll,
  type Engine,
  type Executable,
  type HostTensor,
  type Resident,
} from '../engines/engine.js';
import type { Autoencoder } from '../autoencoder/autoencoder.js';
import { assertBatchExtras, readBatchExtras } from '../autoencoder/batch-extras.js';
import { posteriorNoise } from '../model-spec/model.js';
import { drawNoise } from '../random/noise.js';
import { yieldToEventLoop } from '../engines/yield.js';
import { LogMeanExp, RunningMoments } from './accumulate.js';
import { argMax } from './classes.js';
import { mutualInformationGap, type MutualInformationGap } from './mig.js';
import { encodeBatch } from '../functions/encode-batch.js';
import { compileFunctions } from '../functions/model-functions.js';

/** How a model is measured. */
export interface EvaluateOptions {
  /** Number of posterior draws per item, for the reconstruction term and the importance-weighted bound. Default 1. */
  readonly samples?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Default 200. */
  readonly batchSize?: number;
  /** Maximum number of examples; the first examples are used. Default: all. */
  readonly limit?: number;
  /** Aborts the work before its next batch. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
  /** Called with each batch and its reconstruction from the posterior mean, for further metrics such as PSNR. */
  readonly onReconstruction?: (originals: Batch, reconstructions: Batch) => void;
  /** Called with the number of examples done and the total, also between the draws of a batch. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Values are in nats per item, unless stated otherwise. */
export interface Evaluation {
  /** -(reconstruction + kl). */
  readonly elbo: number;
  /** -ln p(x | z), averaged over the draws. */
  readonly reconstruction: number;
  /** KL(q(z | x) || p(z)); 0 for a model without a Gaussian bottleneck. */
  readonly kl: number;
  /** ln of the mean weight of `samples` draws (Burda et al. 2016, equation 8); null without a Gaussian bottleneck. */
  readonly iwBound: number | null;
  /** The KL of each latent dimension; empty if the KL has no closed form. */
  readonly klPerDimension: readonly number[];
  /** Number of dimensions whose posterior mean has a variance over the data above .01 (Burda et al. 2016, 5.2). */
  readonly activeUnits: number;
  /** The use of a codebook over the data: the number of vectors in use, and exp of the entropy of their shares. */
  readonly codebook?: { readonly used: number; readonly perplexity: number };
  /** Accuracy of the classifier; for a model that learns classes. */
  readonly accuracy?: number;
  /** For data with known factors and a vector of at least two latents. */
  readonly disentanglement?: MutualInformationGap;
  /** Number of examples that were measured. */
  readonly examples: number;
}

const activeVariance = 0.01;

/** @param variables the model's variables, on the engine. @throws InvalidArgumentError for an empty dataset. */
export async function evaluate(
  model: Autoencoder,
  variables: Readonly<Record<string, Resident>>,
  engine: Engine,
  dataset: Dataset,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { samples = 1, seed = 0, batchSize = 200, signal } = options;
  const { onReconstruction, onProgress } = options;
  const examples = Math.min(dataset.size, options.limit ?? Infinity);
  if (examples === 0) throw new InvalidArgumentError(`Dataset ${dataset.id} is empty.`);
  const { spec } = model;
  assertBatchExtras(spec, dataset);
  const latent = sizeOf(spec.latentShape);
  const run = compileFunctions(model, engine);
  const posteriors = model.declaration.noise
    .filter(({ name }) => name === posteriorNoise)
    // One draw for each call, however many a training step takes.
    .map((declared) => ({ ...declared, shape: spec.latentShape }));
  const variational = posteriors.length > 0;
  const means = new RunningMoments(latent);
  const kls = new RunningMoments(latent);
  const codebook = codebookShapeOf(spec.bottleneck);
  const usage = codebook && new Float64Array(codebook.codebookSize);
  const { factors } = dataset;
  const isScored = factors !== undefined && spec.latentShape.length === 1 && latent > 1;
  /** The posterior means of all examples, for the mutual information gap. */
  const latents = new Float32Array(isScored ? examples * latent : 0);
  let reconstruction = 0;
  let bound = 0;
  let estimatedKl = 0;
  let right = 0;

  for (let start = 0, index = 0; start < examples; start += batchSize, index++) {
    // An abort may arrive as a message to this thread, which is handled only if this loop yields.
    await yieldToEventLoop();
    throwIfAborted(signal);
    const count = Math.min(batchSize, examples - start);
    const indices = Array.from({ length: count }, (_, i) => start + i);
    const rows = await dataset.read(indices);
    const next = Math.min(batchSize, examples - start - count);
    if (next > 0) dataset.prefetch?.(Array.from({ length: next }, (_, i) => start + count + i));
    const { label, input: given, condition } = await readBatchExtras(spec, dataset, indices);
    const options = { given, condition };
    const batch = await encodeBatch(model, variables, engine, rows, start, options);
    const { target: x, conditions, encoded } = batch;
    try {
      const mean = await engine.download(encoded['mean']!);
      if (usage === null) means.add(mean);
      else for (const index of mean) usage[index]!++;
      if (isScored) latents.set(mean, start * latent);
      if (encoded['kl'] !== undefined) kls.add(await engine.download(encoded['kl']));
      if (label !== undefined) {
        const z = encoded['mean']!;
        const { probabilities } = await call(engine, run.classify, variables, { z }, {});
        right += agreement(probabilities!, label);
      }
      const weights = new LogMeanExp(count);
      for (let draw = 0; draw < samples; draw++) {
        // Thousands of draws take minutes. Several draws in one call were not faster, because 200 items saturate an
        // engine.
        if (draw % 100 === 99) await yieldToEventLoop();
        onProgress?.(Math.floor(start + (count * draw) / samples), examples);
        throwIfAborted(signal);
        const step = index * samples + draw;
        const noise = drawNoise(posteriors, { seed, purpose: 'evaluationNoise', step }, count);
        const scores = await call(
          engine,
          run.score,
          variables,
          { x, ...encoded, ...conditions },
          noise,
        );
        const nats = sum(scores['reconstruction']!) / samples;
        reconstruction += nats;
        if (scores['logWeight'] !== undefined) {
          weights.add(scores['logWeight']);
          estimatedKl -= sum(scores['logWeight']) / samples + nats;
        }
      }
      if (variational) bound += sum(weights.value());
      if (onReconstruction !== undefined) {
        const decoded = await call(
          engine,
          run.decode,
          variables,
          { z: encoded['mean']!, ...conditions },
          {},
        );
        onReconstruction(rows, { shape: rows.shape, values: decoded['mean']! });
      }
    } finally {
      batch.release();
    }
    onProgress?.(start + count, examples);
  }

  const closed = variational && model.prior?.klFrom !== undefined;
  const klPerDimension = closed ? [...kls.mean] : [];
  const kl = closed
    ? klPerDimension.reduce((total, value) => total + value, 0)
    : estimatedKl / examples;
  reconstruction /= examples;
  return {
    elbo: -(reconstruction + kl),
    reconstruction,
    kl,
    iwBound: variational ? bound / examples : null,
    klPerDimension,
    activeUnits: means.variance().filter((variance) => variance > activeVariance).length,
    ...(usage && { codebook: codebookUse(usage) }),
    ...(spec.objective.supervision && { accuracy: right / examples }),
    ...(isScored && { disentanglement: disentangle(latents, latent, factors) }),
    examples,
  };
}

/** Counts the rows whose most probable class is that of the label. */
function agreement(probabilities: Float32Array, label: HostTensor): number {
  const answers = { ...label, values: probabilities };
  const rows = Array.from({ length: label.shape[0]! }, (_, i) => i);
  return rows.filter((i) => rowOf(label, i)[argMax(rowOf(answers, i))] === 1).length;
}

/** @param latents the means of the first examples. */
function disentangle(
  latents: Float32Array,
  width: number,
  { names, sizes, values }: Factors,
): MutualInformationGap {
  const count = latents.length / width;
  const first = values.subarray(0, count * names.length);
  return mutualInformationGap(
    { shape: [count, width], values: latents },
    { names, sizes, values: first },
  );
}

function codebookUse(counts: Float64Array): { used: number; perplexity: number } {
  const total = sum(counts);
  const entropy = counts.reduce((h, n) => (n === 0 ? h : h - (n / total) * Math.log(n / total)), 0);
  return { used: counts.filter((n) => n > 0).length, perplexity: Math.exp(entropy) };
}

/** Uploads the noise, runs the function, downloads every output, and frees all values that it created. */
async function call(
  engine: Engine,
  run: Executable,
  variables: Readonly<Record<string, Resident>>,
  batch: Readonly<Record<string, Resident>>,
  noise: Readonly<Record<string, HostTensor>>,
): Promise<Record<string, Float32Array>> {
  const residents = uploadAll(engine, noise);
  const outputs = await run({ variables, batch, noise: residents });
  const values: Record<string, Float32Array> = {};
  for (const [name, resident] of Object.entries(outputs['out']!)) {
    values[name] = await engine.download(resident);
  }
  engine.release(outputs);
  engine.release({ residents });
  return values;
}

function sum(values: Float32Array | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
