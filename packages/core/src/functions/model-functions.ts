/**
 * The functions of a model that an engine compiles: encode, decode, score and others. They return one value for each
 * item. Means are computed on the host in double precision.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, Executable, TensorFunction } from '../engines/engine.js';
import { take, tensorFunction } from '../engines/tensor-function.js';
import { drawLatent, type Autoencoder } from '../autoencoder/autoencoder.js';
import type { EncodedBatch } from '../networks/encoded.js';
import { createContext } from '../ops/context.js';
import { applyNetwork } from '../networks/network.js';
import { logPosterior } from '../objective/importance.js';
import { prepareInput } from '../autoencoder/encoder-input.js';
import { posteriorNoise } from '../model-spec/model.js';

const dynamicBatch = { dynamicBatch: true } as const;

/** The functions of a model, compiled by an engine. */
export interface ModelExecutables {
  readonly encode: Executable;
  readonly decode: Executable;
  readonly score: Executable;
  readonly degrade: Executable;
  readonly prior: Executable;
  readonly classify: Executable;
  readonly predict: Executable;
}

const compiled = new WeakMap<Engine, WeakMap<Autoencoder, ModelExecutables>>();

/**
 * Compiles the functions only once for each engine and model, because a compiling engine keeps memory for each
 * function.
 */
export function compileFunctions(model: Autoencoder, engine: Engine): ModelExecutables {
  const ofEngine = compiled.get(engine) ?? new WeakMap<Autoencoder, ModelExecutables>();
  compiled.set(engine, ofEngine);
  const known = ofEngine.get(model) ?? {
    encode: engine.compile(encoding(model)),
    decode: engine.compile(decoding(model)),
    score: engine.compile(scoring(model)),
    degrade: engine.compile(degrading(model)),
    prior: engine.compile(priorFunction(model)),
    classify: engine.compile(classifying(model)),
    predict: engine.compile(predicting(model)),
  };
  ofEngine.set(model, known);
  return known;
}

/**
 * Computes the encoder's input from whole items, and the target with which reconstructions are compared. Inputs:
 * `batch/x`, `noise/*` of the input, and `scalars/corruption` for a corrupted input. Outputs: `out/{input, target}`.
 */
export function degrading(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'degrade',
    (inputs) => {
      const { input, target } = prepareInput(
        model.spec,
        take(inputs, 'batch', 'x'),
        (name) => take(inputs, 'noise', name),
        () => take(inputs, 'scalars', 'corruption') as tf.Scalar,
      );
      return { out: { input, target } };
    },
    dynamicBatch,
  );
}

/** Runs the prior's `compute`. Inputs: `variables`, `batch/z`. Output: `out/values`. */
export function priorFunction(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'prior',
    (inputs) => {
      const z = take(inputs, 'batch', 'z');
      return { out: { values: model.prior!.compute!(z, createContext(inputs, false)) } };
    },
    dynamicBatch,
  );
}

/**
 * Predicts each row of items from the rows before it, with a sequence decoder. Inputs: `variables`, `batch/{z, x,
 * condition?}`. Output: `out/mean`, `[batch, ...codec shape]`.
 */
export function predicting(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'predict',
    (inputs) => {
      const output = model.decode(take(inputs, 'batch', 'z'), createContext(inputs, false), {
        condition: inputs['batch']?.['condition'],
        target: take(inputs, 'batch', 'x'),
      });
      return { out: { mean: model.likelihood.mean(output) } };
    },
    dynamicBatch,
  );
}

/**
 * Classifies latents, for a model that learns classes. Inputs: `variables`, `batch/z`. Output: `out/probabilities`
 * `[batch, classes]`.
 */
export function classifying(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'classify',
    (inputs) => {
      const { classifier } = model.declaration;
      const z = take(inputs, 'batch', 'z');
      const logits = applyNetwork(classifier!, z, createContext(inputs, false));
      return { out: { probabilities: tf.softmax(logits) } };
    },
    dynamicBatch,
  );
}

/**
 * Encodes. Inputs: `variables`, `batch/{x, condition?}`. Outputs: `out/mean`; for a variational model also
 * `out/logVariance` `[batch, latent]`, and `out/kl` if the KL from the prior has a closed form.
 */
export function encoding(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'encode',
    (inputs) => {
      const { mean, logVariance } = model.encode(
        take(inputs, 'batch', 'x'),
        createContext(inputs, false),
        inputs['batch']?.['condition'],
      );
      if (logVariance === undefined) return { out: { mean } };
      const kl = model.prior!.klFrom?.(mean, logVariance);
      return { out: { mean, logVariance, ...(kl && { kl }) } };
    },
    dynamicBatch,
  );
}

/** Decodes to means. Inputs: `variables`, `batch/{z, condition?}`. Output: `out/mean`, `[batch, ...codec shape]`. */
export function decoding(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'decode',
    (inputs) => {
      const z = take(inputs, 'batch', 'z');
      const condition = inputs['batch']?.['condition'];
      return { out: { mean: model.generate(z, createContext(inputs, false), { condition }) } };
    },
    dynamicBatch,
  );
}

/**
 * Draws from p(x | z). Inputs: `variables`, `batch/{z, condition?}`, `noise/output` (from the distribution that the
 * likelihood's `noise` names, `[batch, ...codec shape]`), `scalars/temperature` above 0. Output: the draw as
 * `out/mean`, `[batch, ...codec shape]`.
 */
export function decodingDraw(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'decode-draw',
    (inputs) => {
      const z = take(inputs, 'batch', 'z');
      const noise = take(inputs, 'noise', 'output');
      const temperature = take(inputs, 'scalars', 'temperature');
      const condition = inputs['batch']?.['condition'];
      const mean = model.generate(z, createContext(inputs, false), {
        condition,
        sampling: { noise, temperature },
      });
      return { out: { mean } };
    },
    dynamicBatch,
  );
}

/**
 * Scores one posterior draw for each item. Inputs: `variables`, `batch/{x, condition?, mean, logVariance?}`,
 * `noise/posterior`. Outputs, `[batch]` each: `out/reconstruction` = -ln p(x | z), and for a variational model
 * `out/logWeight` = ln p(x, z) - ln q(z | x) (Burda et al. 2016).
 */
export function scoring(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'score',
    (inputs) => {
      const x = take(inputs, 'batch', 'x');
      const encoded = encodedOf(inputs['batch']!);
      const z = drawLatent(encoded, () => take(inputs, 'noise', posteriorNoise));
      const condition = inputs['batch']?.['condition'];
      const output = model.decode(z, createContext(inputs, false), { condition, target: x });
      const reconstruction = model.likelihood.negativeLogLikelihood(
        x,
        output,
        createContext(inputs, false),
      );
      if (encoded.logVariance === undefined) return { out: { reconstruction } };
      const noise = take(inputs, 'noise', posteriorNoise);
      const ratio = tf.sub(
        model.prior!.logProb(z, createContext(inputs, false)),
        logPosterior(noise, encoded.logVariance),
      );
      const logWeight = tf.sub(ratio, reconstruction);
      return { out: { reconstruction, logWeight } };
    },
    dynamicBatch,
  );
}

function encodedOf(batch: Readonly<Record<string, tf.Tensor>>): EncodedBatch {
  const mean = batch['mean']!;
  const logVariance = batch['logVariance'];
  return logVariance === undefined ? { mean } : { mean, logVariance };
}
