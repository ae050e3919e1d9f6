/**
 * What an engine computes of a batch under a model: posterior parameters, the parts of the ELBO, the log weight of a
 * draw. Values are one an item; means are taken on the host in double precision.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, Executable, TensorFunction } from '../engines/engine.js';
import { take, tensorFunction } from '../engines/tensor-function.js';
import { drawLatent, type Autoencoder } from '../autoencoder/autoencoder.js';
import type { EncodedBatch } from '../networks/encoded.js';
import { contextOf } from '../ops/context.js';
import { applyNetwork } from '../networks/network.js';
import { klPerDimension } from '../objective/kl.js';
import { logPriorRatio } from '../objective/importance.js';
import { seenBy } from '../autoencoder/input.js';
import { priorLogits } from '../autoencoder/pixel-cnn.js';
import { posteriorNoise } from '../model-spec/model.js';

const anyBatch = { anyBatch: true } as const;

/** What an engine has made ready of a model. */
export interface ModelExecutables {
  readonly encode: Executable;
  readonly decode: Executable;
  readonly score: Executable;
  readonly degrade: Executable;
  readonly foretell: Executable;
  readonly classify: Executable;
  readonly predict: Executable;
}

const made = new WeakMap<Engine, WeakMap<Autoencoder, ModelExecutables>>();

/** Made once for an engine and a model: an engine that compiles holds memory of its own for each. */
export function executablesOf(model: Autoencoder, engine: Engine): ModelExecutables {
  const ofEngine = made.get(engine) ?? new WeakMap<Autoencoder, ModelExecutables>();
  made.set(engine, ofEngine);
  const known = ofEngine.get(model) ?? {
    encode: engine.compile(encoding(model)),
    decode: engine.compile(decoding(model)),
    score: engine.compile(scoring(model)),
    degrade: engine.compile(degrading(model)),
    foretell: engine.compile(foretelling(model)),
    classify: engine.compile(classifying(model)),
    predict: engine.compile(predicting(model)),
  };
  ofEngine.set(model, known);
  return known;
}

/**
 * What the encoder sees of whole items in an evaluation, and what they are held against. Inputs `batch/x`, `noise/*` of the
 * input, `scalars/corruption` where corrupted; outputs `out/{input, target}`.
 */
export function degrading(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'degrade',
    (inputs) => {
      const { input, target } = seenBy(
        model.spec,
        take(inputs, 'batch', 'x'),
        (name) => take(inputs, 'noise', name),
        () => take(inputs, 'scalars', 'corruption') as tf.Scalar,
      );
      return { out: { input, target } };
    },
    anyBatch,
  );
}

/** Logits of each place's index given those before it. Inputs `variables`, `batch/indices`; output `out/logits` `[batch, places, codes]`. */
export function foretelling(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'prior',
    (inputs) => {
      const { prior } = model.declaration;
      const indices = take(inputs, 'batch', 'indices');
      return { out: { logits: priorLogits(prior!, indices, contextOf(inputs, false)) } };
    },
    anyBatch,
  );
}

/**
 * What a sequence decoder says of each row of items given the rows before it. Inputs `variables`, `batch/{z, x, condition?}`;
 * output `out/mean`, of data's shape.
 */
export function predicting(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'predict',
    (inputs) => {
      const told = {
        condition: inputs['batch']?.['condition'],
        target: take(inputs, 'batch', 'x'),
      };
      const output = model.decode(take(inputs, 'batch', 'z'), contextOf(inputs, false), told);
      return { out: { mean: model.likelihood.mean(output) } };
    },
    anyBatch,
  );
}

/** Inputs `variables`, `batch/z`; output `out/probabilities` `[batch, classes]`, of a model that learns classes. */
export function classifying(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'classify',
    (inputs) => {
      const { classifier } = model.declaration;
      const z = take(inputs, 'batch', 'z');
      const logits = applyNetwork(classifier!, z, contextOf(inputs, false));
      return { out: { probabilities: tf.softmax(logits) } };
    },
    anyBatch,
  );
}

/** Inputs `variables`, `batch/x`; outputs `out/mean`, and `out/logVariance`, `out/kl` `[batch, latent]` where variational. */
export function encoding(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'encode',
    (inputs) => {
      const { mean, logVariance } = model.encode(
        take(inputs, 'batch', 'x'),
        contextOf(inputs, false),
        inputs['batch']?.['condition'],
      );
      if (logVariance === undefined) return { out: { mean } };
      return { out: { mean, logVariance, kl: klPerDimension(mean, logVariance) } };
    },
    anyBatch,
  );
}

/** Inputs `variables`, `batch/z`, `batch/condition?`; output `out/mean`: data `[batch, ...shape]`. */
export function decoding(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'decode',
    (inputs) => {
      const z = take(inputs, 'batch', 'z');
      const condition = inputs['batch']?.['condition'];
      return { out: { mean: model.generate(z, contextOf(inputs, false), { condition }) } };
    },
    anyBatch,
  );
}

/**
 * A draw from p(x | z), `out/mean` of data's shape. Inputs `variables`, `batch/z`, `noise/output` (of the likelihood's distribution
 * and of data's shape), `scalars/temperature` above 0.
 */
export function decodingDraw(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'decode-draw',
    (inputs) => {
      const z = take(inputs, 'batch', 'z');
      const noise = take(inputs, 'noise', 'output');
      const temperature = take(inputs, 'scalars', 'temperature');
      const condition = inputs['batch']?.['condition'];
      const told = { condition, chance: { noise, temperature } };
      return { out: { mean: model.generate(z, contextOf(inputs, false), told) } };
    },
    anyBatch,
  );
}

/**
 * One posterior draw an item. Inputs `variables`, `batch/{x, condition?, mean, logVariance?}`, `noise/posterior`. Outputs `[batch]`:
 * `out/reconstruction` = -ln p(x | z), and where variational `out/logWeight` = ln p(x, z) - ln q(z | x) (Burda et al. 2016).
 */
export function scoring(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'score',
    (inputs) => {
      const x = take(inputs, 'batch', 'x');
      const encoded = encodedOf(inputs['batch']!);
      const z = drawLatent(encoded, () => take(inputs, 'noise', posteriorNoise));
      const told = { condition: inputs['batch']?.['condition'], target: x };
      const output = model.decode(z, contextOf(inputs, false), told);
      const reconstruction = model.likelihood.negativeLogLikelihood(
        x,
        output,
        contextOf(inputs, false),
      );
      if (encoded.logVariance === undefined) return { out: { reconstruction } };
      const noise = take(inputs, 'noise', posteriorNoise);
      const ratio = logPriorRatio(z, noise, encoded.logVariance);
      const logWeight = tf.sub(ratio, reconstruction);
      return { out: { reconstruction, logWeight } };
    },
    anyBatch,
  );
}

function encodedOf(batch: Readonly<Record<string, tf.Tensor>>): EncodedBatch {
  const mean = batch['mean']!;
  const logVariance = batch['logVariance'];
  return logVariance === undefined ? { mean } : { mean, logVariance };
}
