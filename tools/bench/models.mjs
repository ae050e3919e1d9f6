/**
 * The three models of the benchmark, each as one pure training step and its first values. The dense and the convolutional
 * VAE are core's own step; the LSTM VAE is written here in plain tfjs, as a user of @speil/compile would bring it.
 */
import { uniforms, normals } from '@speil/core';
import {
  createAutoencoder,
  createOptimizer,
  tensorFunction,
  trainingStep,
  valueAndGradients,
} from '@speil/core/tensor';
import { initialVariables } from '@speil/core/training';
import { recipes } from '@speil/images/recipes';
import * as tf from '@tensorflow/tfjs-core';

export const works = {
  dense: { title: 'dense VAE 784-512-2', batch: 128, make: () => vae(dense512()) },
  conv: { title: 'conv VAE (Keras example)', batch: 128, make: () => vae(recipe('mnist-vae')) },
  lstm: { title: 'LSTM VAE (BiLSTM 256, z 128, LSTM 256, 32x90)', batch: 64, make: lstm },
};

const scalar = (value) => ({ shape: [], values: Float32Array.of(value) });
const scalars = { learningRate: scalar(1e-3), beta: scalar(1) };

function recipe(name) {
  return structuredClone(recipes.find((one) => one.name === name));
}

/** The dense VAE of the Keras tutorials, whose speeds have been published most. */
function dense512() {
  const base = recipe('mnist-dense-vae');
  Object.assign(base.model, {
    name: 'dense-512-2',
    latentShape: [2],
    bottleneck: { kind: 'gaussian', size: 2 },
  });
  for (const layers of Object.values(base.model.architecture)) {
    for (const layer of layers) if (layer.units === 400) layer.units = 512;
  }
  return base;
}

function vae({ model, training }) {
  const autoencoder = createAutoencoder(model);
  const variables = initialVariables(autoencoder.declaration.variables, 1);
  const shapes = Object.fromEntries(
    Object.entries(variables).map(([name, { shape }]) => [name, shape]),
  );
  const batch = 128;
  return {
    step: trainingStep(autoencoder, training),
    model: autoencoder,
    inputs: {
      variables,
      optimizer: createOptimizer(training.optimizer).init(shapes),
      batch: { x: { shape: [batch, 28, 28, 1], values: digits(batch * 784) } },
      noise: { posterior: noise([batch, model.latentShape[0]]) },
      scalars,
    },
  };
}

/** Mostly black with bright parts, as digits are. */
function digits(count) {
  return uniforms({ seed: 1, purpose: 'synthetic' }, count).map((u) => (u > 0.8 ? u : 0));
}

function noise(shape) {
  return { shape, values: normals({ seed: 1, purpose: 'trainingNoise' }, shape[0] * shape[1]) };
}

const [batch, steps, depth, units, latent] = [64, 32, 90, 256, 128];

function lstm() {
  const shapes = {
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
  const optimizer = createOptimizer({ name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
  const step = tensorFunction('lstm-training-step', (inputs) => {
    const { gradients, auxiliary } = valueAndGradients((v) => {
      const terms = lstmLoss(v, inputs.batch.x, inputs.noise.posterior);
      return { loss: terms.total, auxiliary: terms };
    }, inputs.variables);
    const updated = optimizer.update(
      inputs.variables,
      gradients,
      inputs.optimizer,
      inputs.scalars.learningRate,
    );
    return { variables: updated.variables, optimizer: updated.state, metrics: auxiliary };
  });
  const variables = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], operation) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const scale = Math.sqrt(6 / (shape[0] + (shape[1] ?? 0)));
      const draw = uniforms({ seed: 1, purpose: 'synthetic', operation }, size);
      return [
        name,
        {
          shape,
          values:
            shape.length === 1 ? new Float32Array(size) : draw.map((u) => (2 * u - 1) * scale),
        },
      ];
    }),
  );
  const x = new Float32Array(batch * steps * depth);
  uniforms({ seed: 2, purpose: 'synthetic' }, batch * steps).forEach((u, i) => {
    x[i * depth + Math.floor(u * depth)] = 1;
  });
  return {
    step,
    inputs: {
      variables,
      optimizer: optimizer.init(shapes),
      batch: { x: { shape: [batch, steps, depth], values: x } },
      noise: { posterior: noise([batch, latent]) },
      scalars,
    },
  };
}

function cellShapes(name, inputs) {
  return {
    [`${name}/kernel`]: [inputs, 4 * units],
    [`${name}/recurrent`]: [units, 4 * units],
    [`${name}/bias`]: [4 * units],
  };
}

/** @param inputs `[batch, steps, depth]`. @returns the hidden state after each step. */
function unroll(v, name, inputs, [h, c], reverse = false) {
  const size = inputs.shape[2];
  const projected = tf.add(
    tf.matMul(tf.reshape(inputs, [batch * steps, size]), v[`${name}/kernel`]),
    v[`${name}/bias`],
  );
  const gates = tf.unstack(tf.reshape(projected, [batch, steps, 4 * units]), 1);
  const states = [];
  for (let t = 0; t < steps; t++) {
    const sum = tf.add(gates[reverse ? steps - 1 - t : t], tf.matMul(h, v[`${name}/recurrent`]));
    const [i, f, g, o] = tf.split(sum, 4, 1);
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    states.push(h);
  }
  return states;
}

function lstmLoss(v, x, noise) {
  const zeros = [tf.zeros([batch, units]), tf.zeros([batch, units])];
  const h = tf.concat(
    [unroll(v, 'forward', x, zeros).at(-1), unroll(v, 'backward', x, zeros, true).at(-1)],
    1,
  );
  const dense = (name, input) => tf.add(tf.matMul(input, v[`${name}/kernel`]), v[`${name}/bias`]);
  const [mean, logVariance] = [dense('mean', h), dense('logVariance', h)];
  const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
  const kl = tf.mean(
    tf.sum(
      tf.mul(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1)), 0.5),
      1,
    ),
  );
  const start = tf.split(tf.tanh(dense('start', z)), 2, 1);
  const before = tf.pad(tf.slice(x, [0, 0, 0], [batch, steps - 1, depth]), [
    [0, 0],
    [1, 0],
    [0, 0],
  ]);
  const code = tf.tile(tf.expandDims(z, 1), [1, steps, 1]);
  const states = unroll(v, 'decoder', tf.concat([before, code], 2), start);
  const logits = dense('out', tf.reshape(tf.stack(states, 1), [batch * steps, units]));
  const logLikelihood = tf.sum(
    tf.mul(tf.reshape(x, [batch * steps, depth]), tf.logSoftmax(logits)),
  );
  const reconstruction = tf.neg(tf.div(logLikelihood, batch));
  return { total: tf.add(reconstruction, kl), reconstruction, kl };
}
