/**
 * What an engine computes of a batch under a model: posterior parameters, the parts of the ELBO, the log weight of a
 * draw. Values are one an item; means are taken on the host in double precision.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, Executable, TensorFunction } from '../engines/engine.js';
import { take, tensorFunction } from '../engines/tensor-function.js';
import { drawLatent, type Autoencoder, type EncodedBatch } from '../models/autoencoder.js';
import { contextOf } from '../networks/context.js';
import { klPerDimension } from '../objectives/kl.js';
import { meanOf, negativeLogLikelihood, sumPerItem } from '../objectives/likelihoods.js';
import { posteriorNoise } from '../spec/model.js';

const anyBatch = { anyBatch: true } as const;

/** What an engine has made ready of a model. */
export interface ModelExecutables {
  readonly encode: Executable;
  readonly decode: Executable;
  readonly score: Executable;
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
  };
  ofEngine.set(model, known);
  return known;
}

/** Inputs `variables`, `batch/x`; outputs `out/mean`, and `out/logVariance`, `out/kl` `[batch, latent]` where variational. */
export function encoding(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'encode',
    (inputs) => {
      const { mean, logVariance } = model.encode(
        take(inputs, 'batch', 'x'),
        contextOf(inputs, false),
      );
      if (logVariance === undefined) return { out: { mean } };
      return { out: { mean, logVariance, kl: klPerDimension(mean, logVariance) } };
    },
    anyBatch,
  );
}

/** Inputs `variables`, `batch/z`; output `out/mean`: data `[batch, ...shape]`. */
export function decoding(model: Autoencoder): TensorFunction {
  return tensorFunction(
    'decode',
    (inputs) => {
      const z = take(inputs, 'batch', 'z');
      const output = model.decode(z, contextOf(inputs, false));
      return { out: { mean: meanOf(model.spec.objective.likelihood, output) } };
    },
    anyBatch,
  );
}

/**
 * A draw from p(x | z), `out/mean` of data's shape. Inputs `variables`, `batch/z`, `noise/output` (uniform for Bernoulli,
 * normal otherwise, of data's shape), `scalars/temperature` above 0.
 */
export function decodingDraw(model: Autoencoder): TensorFunction {
  const { likelihood } = model.spec.objective;
  return tensorFunction(
    'decode-draw',
    (inputs) => {
      const z = take(inputs, 'batch', 'z');
      const output = model.decode(z, contextOf(inputs, false));
      const noise = take(inputs, 'noise', 'output');
      const temperature = take(inputs, 'scalars', 'temperature');
      if (likelihood.kind === 'bernoulli') {
        const probability = tf.sigmoid(tf.div(output, temperature));
        return { out: { mean: tf.cast(tf.less(noise, probability), 'float32') } };
      }
      if (likelihood.kind === 'mse') return { out: { mean: output } };
      const deviation = tf.mul(temperature, Math.sqrt(likelihood.variance));
      return { out: { mean: tf.add(output, tf.mul(noise, deviation)) } };
    },
    anyBatch,
  );
}

/**
 * One posterior draw an item. Inputs `variables`, `batch/{x, mean, logVariance?}`, `noise/posterior`. Outputs `[batch]`:
 * `out/reconstruction` = -ln p(x | z), and where variational `out/logWeight` = ln p(x, z) - ln q(z | x) (Burda et al. 2016).
 */
export function scoring(model: Autoencoder): TensorFunction {
  const { likelihood } = model.spec.objective;
  return tensorFunction(
    'score',
    (inputs) => {
      const x = take(inputs, 'batch', 'x');
      const encoded = encodedOf(inputs['batch']!);
      const z = drawLatent(encoded, () => take(inputs, 'noise', posteriorNoise));
      const output = model.decode(z, contextOf(inputs, false));
      const reconstruction = negativeLogLikelihood(likelihood, x, output);
      if (encoded.logVariance === undefined) return { out: { reconstruction } };
      const noise = take(inputs, 'noise', posteriorNoise);
      // ln p(z) - ln q(z | x) = sum (-z^2 + noise^2 + ln variance) / 2: the constants of both normals cancel.
      const excess = tf.sub(tf.add(tf.square(noise), encoded.logVariance), tf.square(z));
      const logWeight = tf.sub(tf.mul(sumPerItem(excess), 0.5), reconstruction);
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
