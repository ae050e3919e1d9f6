/**
 * Compares the probabilities that a sequence decoder gives with the rows that it generates, and with sums that must be
 * 1.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelSpec, SequenceArchitecture } from '@speil/api';
import { loadEngine } from '../../admission/load.js';
import { createAutoencoder } from '../../autoencoder/autoencoder.js';
import { createLikelihood } from '../../likelihoods/likelihoods.js';
import { initialVariables } from '../../random/initial-weights.js';
import { normals, uniforms } from '../../random/streams.js';
import { tinySequences } from '../../testing/tiny-sequences.js';
import { createContext } from '../../ops/context.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

/** Creates the model with weights that are so large that it generates different rows. */
function opened(spec: ModelSpec) {
  const model = createAutoencoder(spec);
  const variables = Object.fromEntries(
    Object.entries(initialVariables(model.declaration.variables, 3)).map(([name, one]) => [
      name,
      tf.tensor(
        one.values.map((value) => 3 * value),
        [...one.shape],
      ),
    ]),
  );
  return { model, context: createContext({ variables }, false) };
}

const latents = (count: number): tf.Tensor =>
  tf.tensor(normals({ seed: 5, purpose: 'synthetic' }, count * 3), [count, 3]);

describe('a sequence decoder', () => {
  it.each([
    ['categorical', tinySequences.categorical.spec],
    ['with the bits of a class as feedback', tinySequences.bits.spec],
    ['hierarchical', tinySequences.hierarchical.spec],
  ] as const)('gives its own most likely rows the highest probability: %s', (_, spec) => {
    const { model, context } = opened(spec);
    const z = latents(5);
    const condition = spec.condition
      ? { condition: tf.tensor(uniforms({ seed: 2, purpose: 'synthetic' }, 60), [5, 12]) }
      : {};
    const rows = model.generate(z, context, condition);
    const says = model.decode(z, context, { ...condition, target: rows });
    // In each part of a row, the largest logit is at the position of the 1.
    const parts =
      spec.objective.likelihood.kind === 'categorical' && spec.objective.likelihood.parts;
    for (const [i, width] of (parts || [spec.codec.shape[1]!]).entries()) {
      const cut = (x: tf.Tensor): tf.Tensor => tf.slice(x, [0, 0, i * width], [-1, -1, width]);
      expect([...tf.argMax(cut(says), 2).dataSync()]).toEqual([
        ...tf.argMax(cut(rows), 2).dataSync(),
      ]);
    }
  });

  it('supports bit feedback only if the number of classes is a power of 2', () => {
    const { spec } = tinySequences.bits;
    const six = { ...spec, codec: { ...spec.codec, shape: [6, 6] } };
    const decoders = [{ ...(spec.architecture as SequenceArchitecture).decoders[0]!, depth: 6 }];
    const architecture = { ...(spec.architecture as SequenceArchitecture), decoders };
    expect(() => createAutoencoder({ ...six, architecture })).toThrow(
      "Model sequence-bits: feedback: 'bits' needs a decoder of 2, 4, 8, ... classes. Received: 6 numbers (categorical).",
    );
  });

  it('gives all possible rows a total probability of 1 if it has a NADE', () => {
    const { spec } = tinySequences.nade;
    const oneRow: ModelSpec = {
      ...spec,
      codec: { ...spec.codec, shape: [1, 6] },
      input: { kind: 'given', shape: [1, 4] },
    };
    const { model, context } = opened(oneRow);
    // Six values of 0 or 1 give 64 rows for one latent.
    const rows = Array.from({ length: 64 }, (_, n) =>
      Array.from({ length: 6 }, (_, i) => (n >> i) & 1),
    );
    const target = tf.tensor(rows.flat(), [64, 1, 6]);
    const z = tf.tile(latents(1), [64, 1]);
    const nats = createLikelihood({ kind: 'bernoulli' }).negativeLogLikelihood(
      target,
      model.decode(z, context, { target }),
    );
    expect(tf.sum(tf.exp(tf.neg(nats))).dataSync()[0]).toBeCloseTo(1, 5);
  });
});

describe('a draw of one of several classes', () => {
  it('is the first class whose cumulative weight exceeds u times the total weight', async () => {
    const { drawOneHot } = await import('../../likelihoods/categorical.js');
    // The weights of the logits are .2, .5 and .3. At a temperature of 1/2 they are .04, .25 and .09, with a total of
    // .38.
    const logits = tf.log(tf.tensor2d([[0.2, 0.5, 0.3]]));
    const drawn = (u: number, temperature: number): number =>
      tf
        .argMax(
          drawOneHot(logits, { noise: tf.tensor2d([[u]]), temperature: tf.scalar(temperature) }),
          1,
        )
        .dataSync()[0]!;
    expect([0, 0.19, 0.21, 0.69, 0.71, 0.9999999].map((u) => drawn(u, 1))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    expect([0.1, 0.11, 0.76, 0.77].map((u) => drawn(u, 0.5))).toEqual([0, 1, 1, 2]);
  });
});
