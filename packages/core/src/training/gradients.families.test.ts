/**
 * Compares the gradient of each family's loss with central differences of the same function, in single precision on the
 * cpu backend.
 */
import { sizeOf } from '@speil/api';
import { finiteDifferences, relativeError } from '@speil/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { loadEngine } from '../admission/load.js';
import { tinyConditions, tinyFamilies } from '../testing/families.js';
import { readBatchExtras } from '../autoencoder/batch-extras.js';
import { createAutoencoder } from '../autoencoder/autoencoder.js';
import { createContext } from '../ops/context.js';
import { computeObjective } from '../objective/objective.js';
import { initialVariables } from '../random/initial-weights.js';
import { normals } from '../random/streams.js';
import { drawNoise } from '../random/noise.js';
import { valueAndGradients } from './gradients.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

/**
 * The gradient treats some values as constants on purpose: the discriminator in the encoder's loss, the latents in the
 * discriminator's loss, the nearest codebook vector, the rounding of scalars. In finite differences, these values
 * change. So the comparison leaves out the variables that they are computed from.
 */
const heldBack: Readonly<Record<string, RegExp>> = {
  adversarial: /^(encoder|bottleneck|discriminator)/u,
  'adversarial-paced': /^(encoder|bottleneck|discriminator)/u,
  fsq: /^encoder/u,
  vq: /^encoder/u,
  'vq-alone': /^encoder/u,
};
const batch = 4;

describe('the gradient of the objective', () => {
  it.each(tinyFamilies.map((one) => [one.spec.name, one] as const))(
    'of %s agrees with finite differences',
    async (name, { spec, data = tinyConditions }) => {
      const indices = [0, 7, 14, 21];
      const x = await data.read(indices);
      const extras = await readBatchExtras(spec, data, indices);
      const model = createAutoencoder(spec);
      const { variables, noise } = model.declaration;
      const inputs = {
        noise: drawNoise(noise, { seed: 3, purpose: 'trainingNoise', step: 0 }, batch),
        variables: initialVariables(variables, 5),
      };
      // With biases of zero, activations would be at their kinks.
      variables.forEach(({ name: variable, initializer }, operation) => {
        if (initializer !== 'zeros') return;
        const values = normals(
          { seed: 9, purpose: 'synthetic', operation },
          sizeOf(inputs.variables[variable]!.shape),
        );
        inputs.variables[variable] = {
          ...inputs.variables[variable]!,
          values: values.map((v) => 0.1 * v),
        };
      });
      const tensors = (
        group: Readonly<Record<string, { shape: readonly number[]; values: Float32Array }>>,
      ) =>
        Object.fromEntries(
          Object.entries(group).map(([key, { shape, values }]) => [
            key,
            tf.tensor(values, [...shape]),
          ]),
        );
      const scalars = { beta: tf.scalar(0.7), scalar: () => tf.scalar(0.8) };
      const trained = variables.filter((v) => v.trainable && !heldBack[name]?.test(v.name));

      /** Computes the loss; `trainedTensors` take the place of the tensors of the same names in `all`. */
      const lossOf = (
        trainedTensors: Readonly<Record<string, tf.Tensor>>,
        all: Readonly<Record<string, tf.Tensor>>,
      ): tf.Scalar => {
        const context = createContext(
          {
            noise: tensors(inputs.noise),
            variables: { ...all, ...trainedTensors },
            scalars: { scheduledSampling: tf.scalar(0.5) },
          },
          true,
        );
        return computeObjective(
          model,
          tf.tensor(x.values, [...x.shape]),
          scalars,
          context,
          tensors({ ...extras }),
        ).loss;
      };
      const gradients = tf.tidy(() => {
        const all = tensors(inputs.variables);
        const own = Object.fromEntries(trained.map((v) => [v.name, all[v.name]!]));
        const result = valueAndGradients((v) => ({ loss: lossOf(v, all), auxiliary: {} }), own);
        return Object.fromEntries(
          Object.entries(result.gradients).map(([key, g]) => [
            key,
            g.dataSync<'float32'>().slice(),
          ]),
        );
      });
      // Computes only the forward pass, because differences need no gradient.
      const lossWith = (variable: string, values: Float32Array): number =>
        tf.tidy(() => {
          const all = tensors(inputs.variables);
          const changed = { [variable]: tf.tensor(values, all[variable]!.shape) };
          return lossOf(changed, all).dataSync()[0]!;
        });

      const [all, numeric]: [number[], number[]] = [[], []];
      for (const { name: variable } of trained) {
        const values = inputs.variables[variable]!.values;
        // Take entries from the first to the last, because the last rows of a sequence's kernels belong to its
        // conditions.
        const some = Math.min(4, values.length);
        const places = Array.from({ length: some }, (_, i) =>
          Math.round((i * (values.length - 1)) / Math.max(1, some - 1)),
        );
        const differences = await finiteDifferences(
          (chosen) => {
            const changed = values.slice();
            places.forEach((place, i) => (changed[place] = chosen[i]!));
            return lossWith(variable, changed);
          },
          Float32Array.from(places, (place) => values[place]!),
          { step: 2e-3 },
        );
        all.push(...places.map((place) => gradients[variable]![place]!));
        numeric.push(...differences);
      }
      expect(relativeError(all, numeric, 0.1)).toBeLessThan(0.02);
    },
  );
});
