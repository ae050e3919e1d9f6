/** Tests that a PixelCNN depends only on earlier positions, and runs the contract on every prior. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { declarePriorOf } from '../model-spec/priors/priors.js';
import type { LayerContext } from '../ops/context.js';
import { initialVariables } from '../random/initial-weights.js';
import { uniforms } from '../random/streams.js';
import { noContext } from '../testing/context.js';
import { priorContract } from '../testing/prior-contract.js';
import { sumPerItem } from '../likelihoods/likelihood.js';
import type { Prior } from './prior.js';
import { createPrior } from './priors.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

describe('a PixelCNN over indices', () => {
  const declaration = declarePriorOf(
    { kind: 'pixelCnn', filters: 8, kernelSize: 3, blocks: 2 },
    { latentShape: [3, 3], codebookSize: 5 },
  );
  const prior = createPrior(declaration);
  const context = (): LayerContext => {
    const values = initialVariables(declaration.variables, 3);
    return {
      training: false,
      variable: (name) => tf.tensor(values[name]!.values, [...values[name]!.shape]),
      noise: () => tf.zeros([1]),
      scalar: () => tf.scalar(0),
      update: () => undefined,
    };
  };
  const logits = (indices: readonly number[]): Float32Array =>
    prior.compute!(tf.tensor3d([...indices], [1, 3, 3]), context()).dataSync<'float32'>();

  it('gives a position logits that depend neither on its own index nor on later ones', () => {
    const base = [0, 1, 2, 3, 4, 0, 1, 2, 3];
    for (let place = 0; place < 9; place++) {
      const changed = base.map((index, i) => (i >= place ? (index + 2) % 5 : index));
      const [a, b] = [logits(base), logits(changed)];
      expect([...b.slice(0, (place + 1) * 5)]).toEqual([...a.slice(0, (place + 1) * 5)]);
      if (place < 8)
        expect([...b.slice((place + 1) * 5)]).not.toEqual([...a.slice((place + 1) * 5)]);
    }
  });

  it('has the sum of the log softmax over all positions as its log probability', () => {
    const indices = [0, 1, 2, 3, 4, 0, 1, 2, 3];
    const rows = logits(indices);
    const expected = indices.reduce((sum, index, place) => {
      const row = [...rows.slice(place * 5, place * 5 + 5)];
      return sum - row[index]! + Math.log(row.reduce((total, value) => total + Math.exp(value), 0));
    }, 0);
    const nats = tf.neg(prior.logProb(tf.tensor3d(indices, [1, 3, 3]), context()));
    expect(nats.dataSync()[0]).toBeCloseTo(expected, 4);
  });
});

/** The midpoints of cells from -12 to 12. */
const cells = {
  values: Array.from({ length: 24_000 }, (_, i) => [-12 + (i + 0.5) / 1000]),
  cell: 1 / 1000,
};
priorContract('standardNormal', {
  prior: createPrior(
    declarePriorOf({ kind: 'standardNormal' }, { latentShape: [1], codebookSize: null }),
  ),
  latentShape: [1],
  context: noContext,
  support: cells,
});

const pixels = declarePriorOf(
  { kind: 'pixelCnn', filters: 6, kernelSize: 3, blocks: 1 },
  { latentShape: [2, 2], codebookSize: 3 },
);
const weights = initialVariables(pixels.variables, 7);
priorContract('pixelCnn', {
  prior: createPrior(pixels),
  latentShape: [2, 2],
  context: {
    ...noContext,
    // The weights are larger than the initial ones, so that positions depend on each other.
    variable: (name) =>
      tf.tensor(
        weights[name]!.values.map((value) => 3 * value),
        [...weights[name]!.shape],
      ),
  },
  support: {
    values: Array.from({ length: 81 }, (_, n) =>
      Array.from({ length: 4 }, (_unused, i) => Math.floor(n / 3 ** i) % 3),
    ),
  },
});

// A prior from outside, added according to the checklist in CONTRIBUTING: a logistic density. Its KL has no closed
// form.
const logistic: Prior = {
  logProb: (z) => sumPerItem(tf.neg(tf.add(z, tf.mul(tf.softplus(tf.neg(z)), 2)))),
  sample({ count, latentShape, seed, temperature }) {
    const shape = [count, ...latentShape];
    const values = uniforms({ seed, purpose: 'sampling' }, count * latentShape[0]!);
    const draw = (u: number): number => temperature * Math.log((u + 1e-7) / (1 - u));
    return Promise.resolve({ shape, values: values.map(draw) });
  },
  learned: false,
};
priorContract('a logistic density from outside', {
  prior: logistic,
  latentShape: [1],
  context: noContext,
  support: {
    values: Array.from({ length: 60_000 }, (_, i) => [-30 + (i + 0.5) / 1000]),
    cell: 1 / 1000,
  },
});
