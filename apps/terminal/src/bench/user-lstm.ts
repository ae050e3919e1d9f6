/**
 * The LSTM VAE of the benchmark: a bidirectional LSTM of 256 units, 128 latent dimensions, and an LSTM of 256 units
 * over 32 steps of one note out of 90. It is a second LSTM on purpose: it is written in plain tfjs, like the code of a
 * user of `@speil/compile`.
 */
import { uniforms } from '@speil/core';
import { createOptimizer, take, tensorFunction, valueAndGradients } from '@speil/core/tensor';
import type { NamedTensors } from '@speil/core/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { firstScalars, noise, type BenchModel } from './models.js';

const [batch, steps, depth, units, latent] = [64, 32, 90, 256, 128];

const shapes: Readonly<Record<string, readonly number[]>> = {
  ...cellShapes('forward', depth),
  ...cellShapes('backward', depth),
  'mean/kernel': [2 * units, latent],
  'mean/bias': [latent],
  'logVariance/kernel': [2 * units, latent],
  'logVariance/bias': [latent],
  'start/kernel': [latent, 2 * units],
  'start/bias': [2 * units],
  ...cellShapes('decoder', depth + latent),
  'out/kernel': [units, depth],
  'out/bias': [depth],
};

function cellShapes(name: string, inputs: number): Record<string, readonly number[]> {
  return {
    [`${name}/kernel`]: [inputs, 4 * units],
    [`${name}/recurrent`]: [units, 4 * units],
    [`${name}/bias`]: [4 * units],
  };
}

export function lstmVae(): BenchModel {
  const optimizer = createOptimizer({ name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
  const step = tensorFunction(
    'lstm-training-step',
    (inputs) => {
      const variables = inputs['variables']!;
      const { gradients, auxiliary } = valueAndGradients((v) => {
        const terms = lossOf(v, take(inputs, 'batch', 'x'), take(inputs, 'noise', 'posterior'));
        return { loss: terms.total, auxiliary: { ...terms } };
      }, variables);
      const learningRate = take(inputs, 'scalars', 'learningRate') as tf.Scalar;
      const updated = optimizer.update(variables, gradients, inputs['optimizer']!, learningRate);
      return { variables: updated.variables, optimizer: updated.state, metrics: auxiliary };
    },
    { consumes: ['variables', 'optimizer'] },
  );
  return {
    step,
    inputs: {
      variables: firstVariables(),
      optimizer: optimizer.init(shapes),
      batch: { x: { shape: [batch, steps, depth], values: notes() } },
      noise: { posterior: noise(batch, latent) },
      scalars: firstScalars,
    },
  };
}

/** Biases are zero, and kernels are uniform (Glorot and Bengio, 2010). */
function firstVariables(): BenchModel['inputs']['variables'] {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], operation) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const scale = Math.sqrt(6 / (shape[0]! + (shape[1] ?? 0)));
      const draw = uniforms({ seed: 1, purpose: 'synthetic', operation }, size);
      const values =
        shape.length === 1 ? new Float32Array(size) : draw.map((u) => (2 * u - 1) * scale);
      return [name, { shape, values }];
    }),
  );
}

/** One-hot rows: at each step one of `depth` notes. */
function notes(): Float32Array {
  const x = new Float32Array(batch * steps * depth);
  uniforms({ seed: 2, purpose: 'synthetic' }, batch * steps).forEach((u, i) => {
    x[i * depth + Math.floor(u * depth)] = 1;
  });
  return x;
}

type State = readonly [h: tf.Tensor, c: tf.Tensor];

interface Unrolling {
  readonly start: State;
  /** Whether to go from the last step to the first. Default: false. */
  readonly reverse?: boolean;
}

/** @param inputs `[batch, steps, size]`. @returns the hidden state after each step, in order of computation. */
function unroll(
  v: NamedTensors,
  name: string,
  inputs: tf.Tensor,
  { start: [h, c], reverse = false }: Unrolling,
): readonly tf.Tensor[] {
  const size = inputs.shape[2]!;
  const projected = tf.add(
    tf.matMul(tf.reshape(inputs, [batch * steps, size]), v[`${name}/kernel`]!),
    v[`${name}/bias`]!,
  );
  const gates = tf.unstack(tf.reshape(projected, [batch, steps, 4 * units]), 1);
  const states: tf.Tensor[] = [];
  for (let t = 0; t < steps; t++) {
    const sum = tf.add(gates[reverse ? steps - 1 - t : t]!, tf.matMul(h, v[`${name}/recurrent`]!));
    const [i, f, g, o] = tf.split(sum, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    states.push(h);
  }
  return states;
}

interface Terms {
  readonly total: tf.Scalar;
  /** In nats per example, like `kl`. */
  readonly reconstruction: tf.Tensor;
  readonly kl: tf.Tensor;
}

function lossOf(v: NamedTensors, x: tf.Tensor, draw: tf.Tensor): Terms {
  const start: State = [tf.zeros([batch, units]), tf.zeros([batch, units])];
  const h = tf.concat(
    [
      unroll(v, 'forward', x, { start }).at(-1)!,
      unroll(v, 'backward', x, { start, reverse: true }).at(-1)!,
    ],
    1,
  );
  const [mean, logVariance] = [dense(v, 'mean', h), dense(v, 'logVariance', h)];
  const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), draw));
  const kl = tf.mean(
    tf.sum(
      tf.mul(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1)), 0.5),
      1,
    ),
  );
  const logLikelihood = tf.sum(
    tf.mul(tf.reshape(x, [batch * steps, depth]), tf.logSoftmax(logitsOf(v, x, z))),
  );
  const reconstruction = tf.neg(tf.div(logLikelihood, batch));
  return { total: tf.add(reconstruction, kl), reconstruction, kl };
}

/** @returns `[batch * steps, depth]`: the logits of the next note, given the latent and the previous notes. */
function logitsOf(v: NamedTensors, x: tf.Tensor, z: tf.Tensor): tf.Tensor {
  const [h, c] = tf.split(tf.tanh(dense(v, 'start', z)), 2, 1) as [tf.Tensor, tf.Tensor];
  const before = tf.pad(tf.slice(x, [0, 0, 0], [batch, steps - 1, depth]), [
    [0, 0],
    [1, 0],
    [0, 0],
  ]);
  const code = tf.tile(tf.expandDims(z, 1), [1, steps, 1]);
  const states = unroll(v, 'decoder', tf.concat([before, code], 2), { start: [h, c] });
  return dense(v, 'out', tf.reshape(tf.stack([...states], 1), [batch * steps, units]));
}

function dense(v: NamedTensors, name: string, input: tf.Tensor): tf.Tensor {
  return tf.add(tf.matMul(input, v[`${name}/kernel`]!), v[`${name}/bias`]!);
}
